import { configSchema } from '../../../../../schemas/core/config.ts'
import type { Finding } from '../../../../../schemas/generated/records.ts'
import { SenseFindings, SystemTelemetryRaw, type Topic } from '../../../../../schemas/topics.ts'
import {
  type Context,
  type Handlers,
  type Processor,
  processor,
  type WindowSpec,
} from '../../../../../streams/runtime/api/processor.ts'

/** What the tests' processors remember: a count, and words in the order in which they came. */
export interface Memory {
  n: number
  words: string[]
}

export type TellerContext = Context<Memory, unknown>

export interface TellerOptions {
  readonly name?: string
  readonly reads?: readonly Topic[]
  readonly onThrow?: 'reset' | 'keep'
  readonly windows?: readonly WindowSpec[]
}

/** A processor for tests that says what it is told to say, as findings whose hint is the text. */
export function teller(on: Handlers<Memory, unknown>, options: TellerOptions = {}): Processor {
  return processor<Memory, Record<string, never>>({
    name: options.name ?? 'teller',
    reads: options.reads ?? [SystemTelemetryRaw],
    writes: [SenseFindings],
    config: configSchema({}),
    state: {
      version: 1,
      empty: () => ({ n: 0, words: [] }),
      encode: (state) => Buffer.from(JSON.stringify(state)),
      decode: (bytes) => JSON.parse(bytes.toString()),
    },
    ...(options.onThrow ? { onThrow: options.onThrow } : {}),
    ...(options.windows ? { windows: options.windows } : {}),
    on,
  })
}

export function say(ctx: TellerContext, text: string): void {
  ctx.emit(SenseFindings, 'Finding', finding({ source: ctx.key, at: ctx.at, hint: text }))
}

/** A finding of which only the named parts matter. */
export function finding(parts: Partial<Finding> = {}): Finding {
  return {
    source: 'default/s',
    metric: 'm',
    at: 0,
    phase: 'raised',
    method: 'ewma',
    severity: 'info',
    score: 0,
    value: 0,
    expected: 0,
    low: 0,
    high: 0,
    from: 0,
    rule: null,
    hint: '',
    ...parts,
  }
}
