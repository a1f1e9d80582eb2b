import { studentTail } from './student-tail.ts'

/**
 * How surprising a distance is, as a score from 0 (at the centre) to 1 (never seen): the mass of Student's t with three degrees of
 * freedom that lies nearer to the centre. Monotone in |distance|, and alike for every series, so that scores can be compared.
 *
 * @param distance  from the centre, in spreads
 */
export function surprise(distance: number): number {
  return 1 - studentTail(distance)
}
