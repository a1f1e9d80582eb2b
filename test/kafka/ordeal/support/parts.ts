import * as assert from 'uvu/assert'
import type { Connection } from '../../../../ops/app/connection/connection.ts'
import { rawFrames } from '../../../integration/ordeal/support/raw-frames.ts'
import type { RunningApp } from '../../../integration/ordeal/support/running-app.ts'
import { until } from '../../../integration/ordeal/support/until.ts'

interface Part {
  readonly part: string
  readonly ok: boolean
  readonly code?: string
  readonly message?: string
}

/** The parts of a process as its health page shows them. */
export async function partsOf({ client }: RunningApp): Promise<readonly Part[]> {
  const { body } = await client.get('/healthz')
  return (body as { parts: readonly Part[] }).parts // our own API
}

/**
 * Waits until a part whose name begins like this says with one of these codes why it does not work. While a broker ends itself another
 * may come first, for what was under way; it fails with all that were said when the right one does not come.
 */
export async function troubleOf(running: RunningApp, part: string, codes: readonly string[], atMostMs = 15_000): Promise<Part> {
  const said = new Set<string>()
  const ask = async () => {
    const found = (await partsOf(running)).find((one) => one.part.startsWith(part) && one.code !== undefined)
    if (found) said.add(`${found.code}: ${found.message}`)
    return found?.code !== undefined && codes.includes(found.code) ? found : undefined
  }
  return until(`${part} says ${codes.join(' or ')}`, ask, atMostMs).catch((cause: unknown) => {
    throw new Error(`${part} said ${[...said].join(' | ') || 'nothing'} and not ${codes.join(' or ')}`, { cause })
  })
}

/** Waits until all parts work. */
export async function allWell({ client }: RunningApp, atMostMs = 40_000): Promise<void> {
  await until('everything works', async () => (await client.get('/readyz')).status === 200, atMostMs)
}

/** Waits until the tasks have taken everything that stands in the log. */
export async function allTaken({ client }: RunningApp): Promise<void> {
  await until('the tasks are at the end', async () => {
    const { body } = await client.get('/topics')
    const { topics } = body as { topics: readonly { readers: readonly { lag: number }[] }[] } // our own API
    return topics.every(({ readers }) => readers.every(({ lag }) => lag === 0))
  })
}

/** Waits until the process has recovered, stops it, and looks for every frame that it acknowledged. */
export async function nothingIsLost(running: RunningApp, connection: Connection): Promise<void> {
  await allWell(running)
  await allTaken(running)
  await running.app.stop()
  const standing = new Set((await rawFrames(connection)).map(({ at }) => at))
  assert.equal(
    running.client.acknowledged.filter(({ at }) => !standing.has(at)),
    [],
  )
}
