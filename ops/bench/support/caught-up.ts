import { systemClock } from '../../../streams/runtime/ports/clock.ts'
import { ask } from './ask.ts'

interface Topics {
  readonly topics: readonly { readonly topic: string; readonly readers: readonly { readonly lag: number }[] }[]
}

/** Resolves when every stage and read model of a running installation has read all there is. */
export async function caughtUp(url: string): Promise<void> {
  for (let quiet = 0; quiet < 3; ) {
    const { topics } = await ask<Topics>(`${url}/topics`)
    quiet = topics.every(({ readers }) => readers.every(({ lag }) => lag === 0)) ? quiet + 1 : 0
    await systemClock.sleep(100)
  }
}
