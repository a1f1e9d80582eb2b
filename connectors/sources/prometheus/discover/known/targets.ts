import { golden } from '../golden.ts'
import type { Recogniser } from '../proposal.ts'

/** Every target, whatever it is: whether it could be scraped. */
export const targets: Recogniser = {
  name: 'targets',
  propose: ({ metrics }) => (metrics.has('up') ? [golden('target_down', ['instance'], '1 - min by (instance, job) (up)')] : []),
}
