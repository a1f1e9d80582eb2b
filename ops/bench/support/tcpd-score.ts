/** Annotated changes by annotator: indices from 0 on. */
export type Annotations = Readonly<Record<string, readonly number[]>>

/**
 * Covering and F1 of changes against those of several annotators (van den Burg & Williams 2020, "An evaluation of change point detection
 * algorithms"): begin of the series added to both, a change within 5 observations is found, each counts once.
 */
export function tcpdScore(annotations: Annotations, found: readonly number[], length: number): { cover: number; f1: number } {
  const sets = Object.values(annotations).map(withBegin)
  const changes = withBegin(found)
  const precision = matches(withBegin(sets.flat()), changes) / changes.length
  const recall = sets.reduce((sum, truth) => sum + matches(truth, changes) / truth.length, 0) / sets.length
  const cover =
    sets.reduce((sum, truth) => sum + coverOf(segments(truth, length), segments(changes, length), length), 0) / sets.length
  return { cover, f1: (2 * precision * recall) / (precision + recall) }
}

const MARGIN = 5

function withBegin(changes: readonly number[]): number[] {
  return [...new Set([0, ...changes])].sort((a, b) => a - b)
}

/** How many of the true changes have a found one near that no other has taken; the nearest is taken, of two the earlier. */
function matches(truth: readonly number[], found: readonly number[]): number {
  const left = new Set(found)
  let count = 0
  for (const change of truth) {
    const [nearest] = [...left]
      .filter((other) => Math.abs(other - change) <= MARGIN)
      .sort((a, b) => distance(a) - distance(b) || a - b)
    function distance(other: number): number {
      return Math.abs(other - change)
    }
    if (left.delete(nearest)) count += 1
  }
  return count
}

function segments(changes: readonly number[], length: number): [number, number][] {
  const edges = [...changes.filter((change) => change < length), length]
  return edges.slice(1).map((end, i) => [edges[i], end])
}

/** Each true segment counts by its length with the largest Jaccard index that a found one has with it. */
function coverOf(truth: readonly [number, number][], found: readonly [number, number][], length: number): number {
  return truth.reduce((sum, [begin, end]) => {
    const shares = found.map(
      ([from, to]) => Math.max(0, Math.min(end, to) - Math.max(begin, from)) / (Math.max(end, to) - Math.min(begin, from)),
    )
    return sum + ((end - begin) * Math.max(...shares)) / length
  }, 0)
}
