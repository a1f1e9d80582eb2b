import { golden } from '../golden.ts'
import type { Recogniser } from '../proposal.ts'

/** Whatever is probed from outside, through blackbox_exporter; the source is the instance, which relabelling makes the probed address. */
export const blackboxExporter: Recogniser = {
  name: 'blackbox_exporter',
  propose({ metrics }) {
    if (!metrics.has('probe_success')) return []
    return [
      golden('target_down', ['instance'], '1 - min by (instance) (probe_success)'),
      golden('probe_duration', ['instance'], '1000 * max by (instance) (probe_duration_seconds)'),
    ]
  },
}
