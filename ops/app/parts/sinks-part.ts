import { join } from 'node:path'
import { Counter, Gauge } from 'prom-client'
import type { InfluxPlan } from '../../../connectors/sinks/influx/influx-plan.ts'
import type { InfluxSink } from '../../../connectors/sinks/influx/influx-sink.ts'
import { positionFile } from '../../../connectors/sinks/position-file.ts'
import type { PartHealth } from '../../../projections/api/health.ts'
import { SINKS_FOLDER } from '../../config/sinks-file-name.ts'
import type { Base } from './base.ts'

export interface SinksPart {
  health(): readonly PartHealth[]
}

/** Gives what the log has to the servers that are configured, each from its own position, which is kept in the data folder. */
export async function startSinks(base: Base, data: string, plans: readonly InfluxPlan[]): Promise<SinksPart> {
  if (plans.length === 0) return { health: () => [] }
  // Without a sink nobody waits for the client to load.
  const [{ influxSink }, { influxWriter }] = await Promise.all([
    import('../../../connectors/sinks/influx/influx-sink.ts'),
    import('../../../connectors/sinks/influx/influx-writer.ts'),
  ])
  const sinks = plans.map((plan) => {
    const positions = positionFile(join(data, SINKS_FOLDER, `influx-${plan.name}.json`))
    return { name: plan.name, sink: influxSink({ plan, writer: influxWriter(plan), positions, ports: base.ports }) }
  })
  const abort = new AbortController()
  const running = sinks.map(({ sink }) => sink.run(abort.signal))
  base.undo.add(async () => {
    abort.abort()
    await Promise.all(running)
  })
  sinkMetrics(base, sinks)
  return { health: () => sinks.map(healthOf) }
}

interface NamedSink {
  readonly name: string
  readonly sink: InfluxSink
}

function healthOf({ name, sink }: NamedSink): PartHealth {
  const { state, error } = sink.status()
  const reason = error === undefined ? {} : { code: error.code, message: error.message }
  return { part: `sink:influx/${name}`, ok: state === 'running', state, ...reason }
}

function sinkMetrics({ metrics }: Base, sinks: readonly NamedSink[]): void {
  const registers = [metrics]
  const labelNames = ['sink', 'outcome']
  new Counter({
    name: 'homeostat_sink_lines_total',
    help: 'Lines by outcome: written (acknowledged by the server), left_out (refused by it, or records that cannot be read).',
    labelNames,
    registers,
    collect() {
      this.reset()
      for (const { name, sink } of sinks) {
        this.inc({ sink: name, outcome: 'written' }, sink.status().written)
        this.inc({ sink: name, outcome: 'left_out' }, sink.status().leftOut)
      }
    },
  })
  new Counter({
    name: 'homeostat_sink_failures_total',
    help: 'Attempts that failed and were made again.',
    labelNames: ['sink'],
    registers,
    collect() {
      this.reset()
      for (const { name, sink } of sinks) this.inc({ sink: name }, sink.status().failures)
    },
  })
  new Gauge({
    name: 'homeostat_sink_missed_records',
    help: 'Offsets that retention removed before they were written.',
    labelNames: ['sink'],
    registers,
    collect() {
      for (const { name, sink } of sinks) this.set({ sink: name }, sink.status().missed)
    },
  })
}
