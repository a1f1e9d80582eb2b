/** @typedef {'15m' | '1h' | '6h' | '24h' | '7d' | '30d' | '1y'} RangeName */

/**
 * The ranges that a chart can show, in milliseconds.
 * @type {Readonly<Record<RangeName, number>>}
 */
export const ranges = {
  '15m': 900_000,
  '1h': 3_600_000,
  '6h': 21_600_000,
  '24h': 86_400_000,
  '7d': 604_800_000,
  '30d': 2_592_000_000,
  '1y': 31_536_000_000,
}

/** @type {Readonly<Record<RangeName, string>>} */
export const rangeLabels = {
  '15m': '15 min',
  '1h': '1 h',
  '6h': '6 h',
  '24h': '24 h',
  '7d': '7 days',
  '30d': '30 days',
  '1y': '1 year',
}

/** @type {readonly RangeName[]} */
export const rangeNames = ['15m', '1h', '6h', '24h', '7d', '30d', '1y']
