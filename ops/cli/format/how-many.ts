import { formatCount } from './count.ts'

/** A count with the name of what is counted: `1 frame`, `1,234 frames`. */
export function howMany(count: number, name: string): string {
  return `${formatCount(count)} ${name}${Math.round(count) === 1 ? '' : 's'}`
}
