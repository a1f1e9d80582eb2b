const units = ['B', 'kB', 'MB', 'GB', 'TB']

/** A number of bytes with three digits and a decimal unit (1 kB = 1000 B), such as `4.21 MB`; `?` when it is not known. */
export function formatBytes(bytes: number | undefined): string {
  if (bytes === undefined) return '?'
  let value = bytes
  let unit = 0
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000
    unit++
  }
  return unit === 0 ? `${Math.round(value)} B` : `${Number(value.toPrecision(3))} ${units[unit]}`
}
