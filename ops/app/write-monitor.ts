import { Counter, Gauge, type Registry } from 'prom-client'
import type { WriteOutcome } from '../../connectors/sources/remote-write/remote-write-plugin.ts'

/** Counts what comes by remote write; gives what is to be told of its requests. */
export function writeMonitor(registry: Registry): (outcome: WriteOutcome) => void {
  const registers = [registry]
  const samplesTotal = new Counter({
    name: 'homeostat_remote_write_samples_total',
    help: 'Samples that came by remote write and were acknowledged.',
    registers,
  })
  const droppedTotal = new Counter({
    name: 'homeostat_remote_write_dropped_total',
    help: 'Acknowledged samples that are in no frame, by reason.',
    labelNames: ['reason'],
    registers,
  })
  const remembered = new Gauge({
    name: 'homeostat_remote_write_series',
    help: 'Series of remote write whose last value is remembered.',
    registers,
  })
  return ({ samples, dropped, series }) => {
    samplesTotal.inc(samples)
    remembered.set(series)
    for (const [reason, count] of Object.entries(dropped)) droppedTotal.inc({ reason }, count)
  }
}
