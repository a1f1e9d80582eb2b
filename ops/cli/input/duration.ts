import { InvalidArgumentError } from 'commander'

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, min: 60_000, h: 3_600_000, d: 86_400_000 }

/** `500ms`, `60s`, `5m`, `2h`, `1d` in milliseconds; a number without a unit is seconds. */
export function parseDuration(text: string): number {
  const [, number, unit = 's'] = /^(\d+(?:\.\d+)?)\s*(ms|s|min|m|h|d)?$/.exec(text.trim()) ?? []
  const ms = Number(number) * (units[unit] ?? Number.NaN)
  if (!(ms > 0) || ms > LONGEST_MS) throw new InvalidArgumentError('Give a time such as 500ms, 60s, 5m, 2h or 1d.')
  return ms
}

/** What a timer can wait. */
const LONGEST_MS = 2 ** 31 - 1
