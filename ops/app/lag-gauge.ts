import { Gauge, type Registry } from 'prom-client'
import type { TopicStatus } from '../../projections/api/topics.ts'

/** How many records each reader is behind the end of each partition; asked when the metrics are. */
export function lagGauge(registry: Registry, status: () => Promise<readonly TopicStatus[]>): void {
  new Gauge({
    name: 'homeostat_lag_records',
    help: 'Records between a reader and the end of a partition.',
    labelNames: ['reader', 'topic', 'partition'],
    registers: [registry],
    async collect() {
      const topics = await status()
      this.reset()
      for (const { topic, partition, readers } of topics) {
        for (const { reader, lag } of readers) this.set({ reader, topic, partition: String(partition) }, lag)
      }
    },
  })
}
