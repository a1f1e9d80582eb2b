import { Gauge, type Registry } from 'prom-client'
import type { PartHealth } from '../../projections/api/health.ts'

/** Which parts of this process do their work; asked when the metrics are. */
export function partGauge(registry: Registry, parts: () => readonly PartHealth[]): void {
  new Gauge({
    name: 'homeostat_part_up',
    help: '1 while a part of this process does its work, 0 while it does not (/healthz says why).',
    labelNames: ['part'],
    registers: [registry],
    collect() {
      this.reset()
      for (const { part, ok } of parts()) this.set({ part }, ok ? 1 : 0)
    },
  })
}
