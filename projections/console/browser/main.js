/** @import { Charts, Choice, Overview, Signal } from '../shared/shapes.ts' */
import { addressOf, readChoice } from '../shared/choice.js'
import { loadCharts, POINTS } from '../shared/load-charts.js'
import { loadOverview } from '../shared/load-overview.js'
import { ranges } from '../shared/ranges.js'
import { partsView } from '../shared/views/parts.js'
import { signalsList } from '../shared/views/signals-list.js'
import { sourcesList } from '../shared/views/sources-list.js'
import { tilesView } from '../shared/views/tiles.js'
import { withSignal } from '../shared/with-signal.js'
import { chartsRegion } from './charts-region.js'
import { connection } from './connection.js'
import { getJson } from './get-json.js'
import { morph } from './morph.js'
import { place } from './place.js'
import { signalDialog } from './signal-dialog.js'
import { followSignals } from './signal-stream.js'
import { rove, walk } from './walk.js'

const EVERY_MS = 5_000
/** What is about to change, such as a start, a repair or the end of a break, is asked for more often. */
const WHEN_UNWELL_MS = 2_000
const SETTLED_MS = 500
/** A chart is asked for anew when about a point has been added to it, and not later than this. */
const SLOWEST_CHART_MS = 60_000

const { learnSamples = '0', version = '' } = document.body.dataset
const facts = { learnSamples: Number(learnSamples), version }
const [tiles, signals, sources, parts] = [place('tiles'), place('signals'), place('sources'), place('parts')]
const filter = place('filter', HTMLInputElement)
const said = place('said')
const link = connection()
const charts = chartsRegion(place('charts'), facts)
const dialog = signalDialog(() => choose({ signal: undefined }))

let choice = readChoice(new URLSearchParams(location.search))
/** @type {Overview | undefined} */
let overview
/** @type {Charts | undefined} */
let drawn
let drawnAt = 0
/** Counts what was asked for, so that an answer that comes too late is left out. */
let asked = 0
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer

for (const region of [signals, sources]) {
  walk(region)
  rove(region)
}
document.addEventListener('click', follow)
document.addEventListener('keydown', shortcut)
document.addEventListener('visibilitychange', () => document.hidden || update())
addEventListener('popstate', () => go(readChoice(new URLSearchParams(location.search))))
filter.addEventListener('input', () => choose({ filter: filter.value }, 'replace'))
filter.form?.addEventListener('submit', (event) => {
  event.preventDefault()
  const link = sources.querySelector('[data-walk] a')
  if (link instanceof HTMLElement) link.focus()
  else choose({ source: filter.value, metric: undefined, all: false })
})
followSignals(hear, update)
if (choice.signal !== undefined) dialog.open(choice.signal, choice, undefined)
update()

/** Asks for everything, shows it, and comes again later; nothing is asked while nobody can see the page. */
async function update() {
  clearTimeout(timer)
  if (document.hidden) return
  const turn = ++asked
  const answer = await loadOverview(getJson, Date.now())
  if (turn !== asked) return
  const isLost = 'problem' in answer.health
  if (isLost) {
    link.lost()
  } else {
    overview = answer
    link.heard()
    show()
    if (Date.now() - drawnAt >= Math.min(ranges[choice.range] / POINTS, SLOWEST_CHART_MS)) await draw(turn)
  }
  const isWell = 'value' in answer.health && answer.health.value.stuck.length === 0
  if (turn === asked) timer = setTimeout(update, isWell ? EVERY_MS : WHEN_UNWELL_MS)
}

function show() {
  if (overview === undefined) return
  const shown = { ...choice, source: choice.source ?? drawn?.source.source }
  morph(tiles, tilesView(overview, facts))
  morph(signals, signalsList(overview, shown, facts))
  morph(sources, sourcesList(overview, shown, facts))
  morph(parts, partsView(overview))
  const open =
    'value' in overview.open
      ? overview.open.value.signals.filter(({ held, acknowledged }) => held === null && acknowledged === null).length
      : 0
  document.title = open === 0 ? 'Homeostat' : `(${open}) Homeostat`
  tellStuck('value' in overview.health ? overview.health.value.stuck.join(', ') : '')
  for (const region of [signals, sources]) rove(region)
}

/** @param {string} stuck parts that do not do their work */
function tellStuck(stuck) {
  if (stuck === said.dataset.stuck) return
  if (said.dataset.stuck || stuck !== '') said.textContent = stuck === '' ? 'Every part runs again.' : `Stuck: ${stuck}.`
  said.dataset.stuck = stuck
}

/** @param {number} turn */
async function draw(turn) {
  if (overview === undefined) return
  try {
    const answer = await loadCharts(getJson, choice, overview)
    if (turn !== asked) return
    drawn = answer
    drawnAt = Date.now()
    charts.show(drawn, { ...choice, source: drawn?.source.source }, overview.at)
    show()
  } catch (error) {
    if (turn === asked) charts.fail(error instanceof Error ? error.message : String(error))
  }
}

/** @param {Signal} signal */
function hear(signal) {
  if (overview === undefined) return
  const isNew = knownSignal(signal.id) === undefined
  overview = withSignal(overview, signal)
  show()
  if (isNew && signal.open) said.textContent = `New ${signal.severity} signal: ${signal.metric} of ${signal.source}.`
  if (dialog.isOpen(signal.id)) dialog.open(signal.id, choice, signal)
  // What else it changes, such as its chart and the budget, is asked for once it has settled.
  drawnAt = 0
  clearTimeout(timer)
  timer = setTimeout(update, SETTLED_MS)
}

/**
 * @param {Partial<Choice>} change
 * @param {'push' | 'replace'} [how] what it does to the history of the browser
 */
function choose(change, how = 'push') {
  const next = { ...choice, ...change }
  if (how === 'push') history.pushState(null, '', addressOf(next))
  else history.replaceState(null, '', addressOf(next))
  go(next)
}

/** @param {Choice} next */
async function go(next) {
  const before = choice
  choice = next
  if (filter.value !== next.filter) filter.value = next.filter
  if (next.signal === undefined) dialog.close()
  else if (next.signal !== before.signal) dialog.open(next.signal, next, knownSignal(next.signal))
  show()
  const isOther = ['source', 'metric', 'range', 'all'].some((key) => Reflect.get(next, key) !== Reflect.get(before, key))
  if (!isOther) return
  drawnAt = 0
  await update()
  if (next.metric !== undefined && next.metric !== before.metric) charts.reveal(next.metric)
}

/** @param {string} id */
function knownSignal(id) {
  return overview !== undefined && 'value' in overview.signals
    ? overview.signals.value.signals.find((signal) => signal.id === id)
    : undefined
}

/**
 * Links to other views of this page are followed in place.
 * @param {MouseEvent} event
 */
function follow(event) {
  if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
  const target = event.target instanceof Element ? event.target.closest('a') : null
  if (target === null || target.origin !== location.origin || target.pathname !== '/' || target.hash !== '') return
  event.preventDefault()
  const next = readChoice(new URLSearchParams(target.search))
  if (addressOf(next) !== addressOf(choice)) choose(next)
}

/** @param {KeyboardEvent} event */
function shortcut(event) {
  const isTyping = event.target instanceof HTMLInputElement
  if (event.key === '/' && !isTyping && !event.ctrlKey && !event.metaKey && choice.signal === undefined) {
    event.preventDefault()
    filter.select()
  } else if (event.key === 'Escape' && event.target === filter) {
    event.preventDefault()
    if (filter.value === '') filter.blur()
    else choose({ filter: '' }, 'replace')
  } else if (event.key === 'ArrowDown' && event.target === filter) {
    event.preventDefault()
    sources.querySelector('a')?.focus()
  }
}
