import * as assert from 'uvu/assert'
import type { AppOptions } from '../../../../ops/app.ts'
import { readInstallation } from '../../../../ops/cli/instance/read-installation.ts'
import type { SignalView } from '../../../../projections/api/signal-view.ts'
import {
  DeadLetters,
  InsightSignals,
  SenseFindings,
  TelemetryBars,
  TelemetryLate,
  TelemetrySources,
} from '../../../../schemas/topics.ts'
import { disturbedHistory } from '../../ordeal/support/history.ts'
import { request } from '../../ordeal/support/request.ts'
import { type RunningApp, runApp } from '../../ordeal/support/running-app.ts'
import { until } from '../../ordeal/support/until.ts'
import { states } from './states.ts'

/** An installation whose first law is tried. */
export interface Ground {
  readonly where: AppOptions['data']
  readonly options?: Partial<AppOptions>
  /** What else happens to it in its first life. */
  meanwhile?(running: RunningApp): Promise<void>
  /** The rows of every table, while nothing runs. */
  rows(): Promise<Readonly<Record<string, readonly string[]>>>
  /** Removes the database and every snapshot, and nothing else. */
  forget(): Promise<void>
}

/** What follows from a log. */
export interface Derived {
  readonly rows: Readonly<Record<string, readonly string[]>>
  readonly states: Readonly<Record<string, unknown>>
  /** Where each topic ends that the stages write to. */
  readonly outputs: readonly (readonly [topic: string, end: number])[]
}

/** An installation lives, forgets what follows from its log, and lives again: what it had before and what it has then. */
export async function forgetAndDerive(ground: Ground): Promise<{ readonly before: Derived; readonly after: Derived }> {
  const { where, options = {} } = ground
  const first = await runApp(where, options)
  await live(first)
  await ground.meanwhile?.(first)
  await caughtUp(first)
  await first.app.stop()
  const before = await derived(ground)

  await ground.forget()
  assert.equal(await states(where), {})

  const second = await runApp(where, options)
  await until('as many signals are there again', async () => {
    const told = await second.client.signals()
    return told?.length === before.rows.signals.length
  })
  await caughtUp(second)
  await second.app.stop()
  return { before, after: await derived(ground) }
}

/** The history ends in the middle of its disturbance. */
const UNTIL_DISTURBED = 320

const QUARTER_MS = 900_000
/** The histories begin in one bar of a quarter of an hour and end in the next, so that the first is closed. */
const BEFORE_A_BAR_MS = 600_000

/** Something for every table: frames, late ones too, signals and what people say of them, rules. */
async function live({ app, client }: RunningApp): Promise<void> {
  const from = Math.floor(Date.now() / QUARTER_MS) * QUARTER_MS - 4 * QUARTER_MS + BEFORE_A_BAR_MS
  const history = disturbedHistory('web-1', from)
  const send = async (method: string, path: string, body: object) => {
    const content = { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
    const answer = await request(`${app.url}${path}`, { method, ...content })
    assert.is(answer.status, 200, JSON.stringify(answer.body))
  }
  await send('PUT', '/rules?by=ann', { rules: [{ name: 'any', source: 'web-*', metric: '*', above: 1e9 }] })
  await send('POST', '/mutes', { source: 'web-9', metric: '*', forMs: 3_600_000, reason: 'a test', by: 'ann' })
  assert.is((await client.send(history)).status, 200)
  assert.is((await client.send([...disturbedHistory('web-2', from), ...history.slice(-20)])).status, 200)
  await client.counted('web-1', { repeated: 20 })
  await client.counted('web-2')
  await client.send(disturbedHistory('web-3', from).slice(0, UNTIL_DISTURBED))
  const signal = await until('a signal is told of what lasts', async () => {
    const { signals = [] } = (await client.get('/signals?source=web-3')).body as { signals?: SignalView[] } // our own API
    return signals.find(({ open }) => open)
  })
  await send('POST', `/signals/${signal.id}/acknowledge`, { by: 'ann', note: 'seen' })
}

/** What a stage or read model has not read of another when both are stopped, it reads in the next life. */
async function caughtUp({ client }: RunningApp): Promise<void> {
  const names: readonly string[] = outputs.map(({ name }) => name)
  await until('everybody has read what the stages have written', async () => {
    const { topics } = (await client.get('/topics')).body as { topics: { topic: string; readers: { lag: number }[] }[] } // our own API
    return topics.filter(({ topic }) => names.includes(topic)).every(({ readers }) => readers.every(({ lag }) => lag === 0))
  })
}

const outputs = [SenseFindings, InsightSignals, DeadLetters, TelemetryBars, TelemetryLate, TelemetrySources]

async function derived({ where, rows }: Ground): Promise<Derived> {
  const ends = await readInstallation(where, ({ log }) =>
    Promise.all(outputs.map(async ({ name }) => [name, (await log.bounds(name, 0)).end] as const)),
  )
  return { rows: await rows(), states: await states(where), outputs: ends }
}
