import { v5 } from 'uuid'
import type { Signal } from '../../../schemas/generated/records.ts'

/** The n-th signal of a made-up fleet of 1,000 sources: the same for the same n. Every third clears the one before it. */
export function syntheticSignal(n: number): Signal {
  const isEnd = n % 3 === 2
  const subject = isEnd ? n - 1 : n
  return {
    id: v5(String(subject), v5.URL),
    source: `host-${subject % 1_000}`,
    metric: ['cpu_percent', 'memory_percent', 'disk_busy_percent', 'latency_p99'][subject % 4] ?? '',
    at: 1_700_000_000_000 + n * 250,
    phase: isEnd ? 'cleared' : 'raised',
    method: subject % 2 === 0 ? 'ewma' : 'level_shift',
    severity: subject % 10 === 0 ? 'critical' : 'warning',
    score: (subject % 100) / 100,
    value: 50 + (subject % 50),
    expected: 20,
    low: 10,
    high: 30,
    rule: null,
    from: 1_700_000_000_000 + n * 250 - 60_000,
    hint: 'The value lies well above what this series usually shows at this level of load.',
    held: subject % 5 === 0 ? null : 'budget',
  }
}
