import { ByteReader } from './byte-reader.ts'
import { ByteTable, isRange } from './byte-table.ts'
import { wrongValue } from './check-values.ts'
import type { FrameView } from './codec.ts'
import { FrameScratch } from './frame-scratch.ts'
import { type FrameShape, shapeBytes } from './frame-shape.ts'
import type { InternedNames } from './interned-names.ts'
import { ownCopy } from './own-copy.ts'
import { parseLabels } from './parse-labels.ts'
import { parseMetrics } from './parse-metrics.ts'

/** What is remembered of a source: how its last frame looked. */
interface KnownSource {
  readonly source: string
  readonly shape: FrameShape
  readonly labels: Labels
}

interface Labels {
  readonly bytes: Uint8Array
  readonly values: Readonly<Record<string, string>>
}

/** What a remembered source or set of labels takes beside its bytes, roughly. */
const ENTRY_BYTES = 200

/**
 * Reads frames that were written with the current schema. A source that sends the same metrics in the same order as last time costs one
 * look-up, one copy and one comparison of words; its strings are made once. What is remembered is bounded by `limitBytes`.
 */
export class FrameReader {
  private readonly input = new ByteReader()
  private readonly scratch = new FrameScratch()
  private readonly sources: ByteTable<KnownSource>
  private readonly shapes: ByteTable<FrameShape>
  private readonly labels: ByteTable<Labels>

  constructor(
    limitBytes: number,
    private readonly names: InternedNames,
  ) {
    this.sources = new ByteTable(limitBytes / 2)
    this.shapes = new ByteTable(limitBytes / 2)
    this.labels = new ByteTable(limitBytes / 8)
  }

  /**
   * @param start  where the body begins, behind the header of the wire format
   * @throws HS_RECORD_MALFORMED, HS_VALUE_NOT_FINITE, HS_VALUE_OUT_OF_RANGE
   */
  read(bytes: Buffer, start: number): FrameView {
    const input = this.input.reset(bytes, start)
    const from = input.take(input.readLong())
    const to = input.pos
    const at = input.readLong()
    const { source, shape, labels } = this.asLastTime(bytes, from, to) ?? this.learn(bytes, from, to)
    if (!this.scratch.usable) throw wrongValue(source, shape.names, shape.values)
    return { source, at, names: shape.names, values: shape.values, labels: labels.values }
  }

  /** Event time alone. @throws HS_RECORD_MALFORMED */
  readTime(bytes: Buffer, start: number): number {
    const input = this.input.reset(bytes, start)
    input.take(input.readLong())
    return input.readLong()
  }

  private asLastTime(bytes: Buffer, from: number, to: number): KnownSource | undefined {
    const known = this.sources.find(bytes, from, to)
    if (known === undefined) return undefined
    const { pos } = this.input
    const { shape, labels } = known
    return this.scratch.read(bytes, pos, shape) && isRange(labels.bytes, bytes, pos + shape.pattern.length, bytes.length)
      ? known
      : undefined
  }

  /** Reads the metrics and labels in full, and remembers how they looked once all is known to be well-formed. */
  private learn(bytes: Buffer, from: number, to: number): KnownSource {
    const { input } = this
    const start = input.pos
    const source = input.textBetween(from, to)
    const { names, positions } = parseMetrics(input)
    const end = input.pos
    const labels = this.readLabels()
    const pattern = ownCopy(bytes.subarray(start, end))
    for (const position of positions) pattern.fill(0, position, position + 8)
    const shared = this.shapes.find(pattern, 0, pattern.length)
    const shape = shared ?? this.keepShape(names, positions, pattern)
    this.scratch.read(bytes, start, shape)
    const known = { source, shape, labels }
    this.sources.add(
      new Uint8Array(bytes.subarray(from, to)),
      known,
      ENTRY_BYTES + source.length + (shared ? 0 : shapeBytes(shape)),
    )
    return known
  }

  private keepShape(names: readonly string[], positions: readonly number[], pattern: Buffer): FrameShape {
    const shape = {
      names: this.names.of(names),
      positions: Uint32Array.from(positions),
      pattern,
      values: new Float64Array(names.length),
    }
    this.shapes.add(pattern, shape, shapeBytes(shape))
    return shape
  }

  private readLabels(): Labels {
    const { bytes, pos } = this.input
    const known = this.labels.find(bytes, pos, bytes.length)
    if (known) return known
    const values = parseLabels(this.input)
    this.input.finish()
    const labels = { bytes: new Uint8Array(bytes.subarray(pos)), values }
    this.labels.add(labels.bytes, labels, ENTRY_BYTES + labels.bytes.length)
    return labels
  }
}
