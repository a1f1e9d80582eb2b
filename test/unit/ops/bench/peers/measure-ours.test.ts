import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { measureOurs } from '../../../../../ops/bench/peers/measure-ours.ts'
import { peerCodec } from '../../../../../ops/bench/peers/peer-codec.ts'
import { peerStage } from '../../../../../ops/bench/peers/peer-stage.ts'
import { PEER_PARTITIONS, PeerFrames } from '../../../../../ops/bench/peers/peer-topics.ts'
import { memoryCodec } from '../../../../../ops/bench/support/memory-codec.ts'
import { catalogue, stageTopics } from '../../../../../schemas/topics.ts'
import { createMemoryLog } from '../../../../../streams/runtime/log/memory/memory-log.ts'

test('should find the anomalies that a plain loop over the same frames finds', async () => {
  const stage = peerStage('peer-test')
  const log = createMemoryLog()
  const own = Object.values(stageTopics(stage.name, stage.side))
  await log.createTopics(
    [...catalogue, PeerFrames, ...own].map((topic) => ({ topic, partitions: topic.side === 'decision' ? 1 : PEER_PARTITIONS })),
  )
  const frames = Array.from({ length: 1_000 }, (_, n) => frame(n))
  await log.append(
    frames.map(({ source, at, values }, n) => ({
      topic: PeerFrames.name,
      partition: n % PEER_PARTITIONS,
      key: Buffer.from(source),
      value: plainAvro(source, at, values),
    })),
  )
  const codec = peerCodec(await memoryCodec())
  const { frames: folded, anomalies } = await measureOurs(stage, { log, codec })
  assert.is(folded, 1_000)
  assert.is(anomalies, anomaliesByHand(frames))
  assert.ok(anomalies > 0)
  await log.close()
})

interface Sent {
  readonly source: string
  readonly at: number
  readonly values: readonly number[]
}

/** Four sources in turn; a jump now and then. */
function frame(n: number): Sent {
  const jump = n > 400 && n % 97 === 0 ? 50 : 0
  return {
    source: `source-${n % 4}`,
    at: 1_700_000_000_000 + Math.floor(n / 4) * 1_000,
    values: [Math.sin(n) + jump, Math.cos(n)],
  }
}

/** As the peers write it: Avro without a header, the metrics as one block. */
function plainAvro(source: string, at: number, values: readonly number[]): Buffer {
  const metrics = values.map((value, m) => {
    const double = Buffer.alloc(8)
    double.writeDoubleLE(value)
    return Buffer.concat([text(`metric.${m}.value`), double])
  })
  return Buffer.concat([text(source), long(at), long(values.length), ...metrics, long(0)])
}

function text(value: string): Buffer {
  return Buffer.concat([long(Buffer.byteLength(value)), Buffer.from(value)])
}

function long(value: number): Buffer {
  const bytes: number[] = []
  let rest = BigInt(value) << 1n
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128)
  return Buffer.from([...bytes, Number(rest)])
}

function anomaliesByHand(frames: readonly Sent[]): number {
  const states = new Map<string, { mean: number; variance: number; count: number }>()
  let anomalies = 0
  for (const { source, values } of frames) {
    values.forEach((value, m) => {
      const known = states.get(`${source} ${m}`)
      if (known === undefined) {
        states.set(`${source} ${m}`, { mean: value, variance: 0, count: 1 })
        return
      }
      const deviation = value - known.mean
      if (known.count >= 30 && known.variance > 0 && Math.abs(deviation / Math.sqrt(known.variance)) > 6) anomalies++
      known.mean += 0.02 * deviation
      known.variance = 0.98 * (known.variance + 0.02 * deviation * deviation)
      known.count++
    })
  }
  return anomalies
}

test.run()
