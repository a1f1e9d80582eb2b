/**
 * A measured value with four significant digits; a dash where there is none.
 * @param {number | null | undefined} value
 */
export function showNumber(value) {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–'
  const size = Math.abs(value)
  if (size >= 1e15 || (size > 0 && size < 1e-4)) return value.toExponential(3)
  return size >= 1e6 ? large.format(value) : ordinary.format(value)
}

/**
 * A measured value with its unit, where it has one.
 * @param {number | null | undefined} value
 * @param {string} unit
 */
export function showQuantity(value, unit) {
  return unit === '' || value === null || value === undefined ? showNumber(value) : `${showNumber(value)} ${unit}`
}

/** @param {number} count */
export function showCount(count) {
  return whole.format(count)
}

/**
 * Time of day as the clock of whoever looks shows it; with the day when that is not the day of `now`.
 * @param {number | string | null} at milliseconds since 1970 or RFC 3339
 * @param {number} now
 */
export function showClock(at, now) {
  if (at === null) return '–'
  const date = new Date(at)
  if (date.toDateString() === new Date(now).toDateString()) return time.format(date)
  return `${showDay(date, now)} ${time.format(date)}`
}

/**
 * The day, with the year when that is not the year of `now`.
 * @param {Date} date
 * @param {number} now
 */
function showDay(date, now) {
  return (date.getFullYear() === new Date(now).getFullYear() ? day : dayOfYear).format(date)
}

/**
 * A mark on an axis of time: the time of day, or the day where one begins and several are shown.
 * @param {number} at milliseconds since 1970
 * @param {number} span of the axis, milliseconds
 */
export function showTick(at, span) {
  const date = new Date(at)
  const isMidnight = date.getHours() === 0 && date.getMinutes() === 0
  return span > TWO_DAYS && isMidnight ? day.format(date) : minute.format(date)
}

const TWO_DAYS = 172_800_000

/**
 * A span of time in its two largest units, such as `2 min 5 s`.
 * @param {number} ms
 */
export function showDuration(ms) {
  const seconds = Math.max(0, Math.round(ms / 1000))
  const first = spans.find(([, size]) => seconds >= size) ?? ['s', 1]
  const [unit, size] = first
  const below = spans[spans.indexOf(first) + 1]
  const rest = below === undefined ? 0 : Math.floor((seconds % size) / below[1])
  return `${Math.floor(seconds / size)} ${unit}${rest === 0 ? '' : ` ${rest} ${below?.[0]}`}`
}

/** @type {readonly (readonly [string, number])[]} */
const spans = [
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
  ['s', 1],
]

/**
 * `1 source`, `2 sources`.
 * @param {number} count
 * @param {string} noun
 */
export function howMany(count, noun) {
  return `${showCount(count)} ${noun}${count === 1 ? '' : 's'}`
}

const ordinary = new Intl.NumberFormat('en', { maximumSignificantDigits: 4 })
const large = new Intl.NumberFormat('en', { maximumSignificantDigits: 4, notation: 'compact' })
const whole = new Intl.NumberFormat('en')
const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' })
const minute = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })
const dayOfYear = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' })
