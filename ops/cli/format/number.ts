/** A measured value with four significant digits; very large and very small ones as powers of ten. */
export function formatNumber(value: number): string {
  const size = Math.abs(value)
  if (value === 0 || !Number.isFinite(value)) return String(value)
  if (size >= 1e6 || size < 1e-4) return value.toExponential(3)
  return String(Number(value.toPrecision(4)))
}
