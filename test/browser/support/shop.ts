import type { JsonFrame } from '../../integration/ordeal/support/client.ts'

/** Frames of a shop, `everyMs` apart, until `until`; in the last `late` of them its latency is much higher. */
export function shop(source: string, until: number, count: number, late = 0, everyMs = 1_000): JsonFrame[] {
  return Array.from({ length: count }, (_, i) => {
    const left = count - i
    return {
      source,
      at: until - left * everyMs,
      metrics: {
        latency_p99: 200 + 20 * Math.sin(i) + (left <= late ? 700 : 0),
        cpu_usage: 35 + 10 * Math.sin(i / 60) + 3 * Math.sin(3 * i),
        error_rate: 2 + Math.sin(7 * i),
        request_queue: 10 + 3 * Math.cos(i / 5),
      },
    }
  })
}
