import { configSchema } from '../../../schemas/core/config.ts'
import { PolicyEvents, SenseFindings, SenseRequests, SystemTelemetryRaw } from '../../../schemas/topics.ts'
import { processor } from '../../../streams/runtime/api/processor.ts'
import type { Stage } from '../../../streams/runtime/api/stage.ts'
import { rules } from '../../../streams/sense/rules/rules.ts'
import { simFinding } from './sim-finding.ts'
import { type SimState, simState } from './sim-state.ts'

/** Values of a frame that make a processor of the simulation do something odd. */
export const POISON = 13
export const FORGET = 14

const NoConfig = configSchema({})

/** Sums up, says every third sum, wakes itself, throws on poison in mid-change. */
const pulse = processor<SimState, Record<string, never>>({
  name: 'pulse',
  reads: [SystemTelemetryRaw],
  writes: [SenseFindings],
  config: NoConfig,
  state: simState,
  on: {
    Frame({ source, at, values }, ctx) {
      ctx.state.n++
      ctx.state.sum += values[0]
      ctx.wakeAt('beat', at + 2_500)
      if (ctx.state.n % 5 === 0) ctx.cancel('beat')
      if (ctx.state.n % 3 === 0)
        ctx.emit(SenseFindings, 'Finding', simFinding(source, at, ctx.state.sum, `pulse ${ctx.nextId()}`))
      if (values[0] === POISON) throw new Error('poison')
    },
    Timer({ name, due }, ctx) {
      ctx.state.n++
      ctx.emit(SenseFindings, 'Finding', simFinding(ctx.key, ctx.at, ctx.state.sum, `${name} ${due} ${ctx.now}`))
      if (ctx.state.n % 4 === 0) ctx.wakeAt(name, ctx.at + 1_000)
      if (ctx.state.n % 7 === 0) throw new Error('bad beat')
    },
  },
})

/** Says what its window holds, and ends keys. */
const memory = processor<SimState, Record<string, never>>({
  name: 'memory',
  reads: [SystemTelemetryRaw],
  writes: [SenseFindings],
  config: NoConfig,
  state: simState,
  windows: [{ type: 'Frame', records: 4, spanMs: 10_000 }],
  on: {
    Frame({ source, at, values }, ctx) {
      ctx.state.n++
      const held = ctx.window('Frame').map((frame) => `${frame.at}=${frame.values.join('+')}`)
      if (ctx.state.n % 2 === 0) ctx.emit(SenseFindings, 'Finding', simFinding(source, at, ctx.state.n, held.join(' ')))
      if (values[0] === FORGET) ctx.forget()
    },
  },
})

/** Takes telemetry in: everything that the runtime offers on this side, and what reads the state of another key. */
export const simTelemetryStage: Stage = {
  name: 'simtelemetry',
  module: import.meta.url,
  side: 'telemetry',
  processors: [pulse, memory, rules],
  requests: SenseRequests,
  joined: [PolicyEvents],
  intake: { graceMs: 3_000, futureMs: 60_000, forgetMs: 12_000, maxSources: 4, maxMetrics: 3 },
}
