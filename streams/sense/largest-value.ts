/** Larger values, infinities and what is not a number are passed over: a square of them would poison the moments of a series. */
export const LARGEST_VALUE = 1e150
