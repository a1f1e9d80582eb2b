import avro from 'avsc'
import { recordSchemas } from '../../../schemas/generated/records.ts'

/** A frame as a program writes it that knows of Homeostat nothing but the schema. */
export interface ForeignFrame {
  readonly key: string | null
  readonly frame: {
    readonly source: string
    readonly at: number
    readonly metrics: Readonly<Record<string, number>>
    readonly labels: Readonly<Record<string, string>>
  }
}

/** One frame of each of `count` sources, all at one instant, keyed as the documentation says. */
export function framesOf(name: string, count: number): ForeignFrame[] {
  const at = Date.now()
  return Array.from({ length: count }, (_, index) => {
    const source = `${name}-${index}`
    const metrics = { cpu_usage: 12.5 + index, memory_usage: 40.25 }
    return { key: `default/${source}`, frame: { source, at, metrics, labels: { region: 'eu' } } }
  })
}

/** The schema with a comment that ours does not have: to a registry, another schema. */
export const foreignSchema = JSON.stringify({ ...recordSchemas.Frame, doc: 'Copied by hand into another program.' })

/**
 * Registers the schema under the name that Confluent's serializers give a subject by default, and writes frames with its id, in
 * Confluent's wire format.
 */
export async function encodeForeign(frames: readonly ForeignFrame[], registry: string, topic: string): Promise<Buffer[]> {
  const answer = await fetch(`${registry}/subjects/${topic}-value/versions`, {
    method: 'POST',
    headers: { 'content-type': 'application/vnd.schemaregistry.v1+json' },
    body: JSON.stringify({ schema: foreignSchema }),
  })
  const { id } = (await answer.json()) as { id: number } // what the API promises
  const header = Buffer.alloc(5)
  header.writeInt32BE(id, 1)
  const type = avro.Type.forSchema(JSON.parse(foreignSchema))
  return frames.map(({ frame }) => Buffer.concat([header, type.toBuffer(frame)]))
}

export const sourcesOf = (frames: readonly ForeignFrame[]): string[] => frames.map(({ frame }) => frame.source).sort()
