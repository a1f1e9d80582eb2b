import { type Program, whatIsMissing } from '../../../ops/bench/support/faults/find-program.ts'
import { skipUnless } from '../skip.ts'

/** Ends a test file as skipped, loudly, where a program is missing; in CI that is a failure. */
export function skipUnlessPrograms(...programs: readonly Program[]): void {
  const why = whatIsMissing(programs)
  skipUnless(why === undefined, why ?? '')
}

/** For tests on Prometheus with what `startPrometheus` starts. */
export function skipUnlessPrometheus(): void {
  skipUnlessPrograms('prometheus', 'prometheus-node-exporter', 'prometheus-redis-exporter', 'redis-server', 'openssl')
}
