import { place } from './place.js'

/**
 * Tells a person whether what stands on the page is of now.
 */
export function connection() {
  const [live, banner] = [place('live'), place('banner')]
  /** @type {number | undefined} */
  let heardAt
  return {
    heard() {
      heardAt = Date.now()
      live.dataset.state = 'live'
      live.textContent = `live, ${clock.format(heardAt)}`
      banner.hidden = true
      banner.textContent = ''
    },
    lost() {
      live.dataset.state = 'lost'
      live.textContent = 'not live'
      const since =
        heardAt === undefined ? 'The page could not be brought up to date' : `What you see is of ${clock.format(heardAt)}`
      const text = `Connection lost. ${since}; it goes on by itself as soon as Homeostat answers.`
      if (banner.textContent !== text) banner.textContent = text // said once
      banner.hidden = false
    },
  }
}

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' })
