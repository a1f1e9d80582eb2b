/** How well scores tell rows with an incident from others, whatever threshold is chosen. */
export interface Ranking {
  /** Area under the ROC curve: how often a row with an incident has a higher score than one without; ties count half. */
  readonly rocAuc: number
  /** Average precision: the area under the steps of precision over recall. */
  readonly prAuc: number
  /** Share of incidents with a row at or above the threshold that at most 1 % of the rows without an incident reach. */
  readonly hit: number
}

/**
 * O(n log n). NaN where there are no rows of one kind.
 *
 * @param scores  one a row, larger is more anomalous
 * @param labels  1 where the row belongs to an incident; an incident is a run of ones
 */
export function ranking(scores: Float64Array, labels: Uint8Array): Ranking {
  const order = Uint32Array.from(scores, (_, row) => row).sort((a, b) => scores[b] - scores[a] || a - b)
  const positives = labels.reduce((sum, label) => sum + label, 0)
  const negatives = labels.length - positives
  let [found, wrong, area, precision, threshold] = [0, 0, 0, 0, Number.POSITIVE_INFINITY]
  for (let from = 0; from < order.length; ) {
    const score = scores[order[from]]
    let to = from
    let hits = 0
    for (; to < order.length && scores[order[to]] === score; to += 1) hits += labels[order[to]]
    const misses = to - from - hits
    area += misses * (found + hits / 2)
    found += hits
    wrong += misses
    precision += (hits / positives) * (found / (found + wrong))
    if (wrong <= negatives * FALSE_ROWS) threshold = score
    from = to
  }
  const incidents = incidentsOf(labels)
  const seen = incidents.filter(([from, to]) => scores.subarray(from, to).some((score) => score >= threshold))
  return { rocAuc: area / (positives * negatives), prAuc: precision, hit: seen.length / incidents.length }
}

const FALSE_ROWS = 0.01

/** First row, and the one behind the last, of every run of ones. */
export function incidentsOf(labels: Uint8Array): readonly (readonly [from: number, to: number])[] {
  const incidents: [number, number][] = []
  for (let row = 0; row < labels.length; row += 1) {
    if (labels[row] !== 1) continue
    const last = incidents.at(-1)
    if (last !== undefined && last[1] === row) last[1] = row + 1
    else incidents.push([row, row + 1])
  }
  return incidents
}
