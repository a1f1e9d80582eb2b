import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { codeOf } from '../../../../../../../schemas/core/homeostat-error.ts'
import { decodeFetchResponse } from '../../../../../../../streams/runtime/log/kafka/fetch/fetch-response.ts'

/** One topic `t`, partition 3: mark 20, stable to 18, kept from 7, producer 5 aborted from 9, three bytes of batches. */
const payload = Buffer.concat([
  int32(250),
  int16(0),
  int32(0),
  int32(1),
  int16(1),
  Buffer.from('t'),
  int32(1),
  int32(3),
  int16(0),
  int64(20),
  int64(18),
  int64(7),
  int32(1),
  int64(5),
  int64(9),
  int32(-1),
  int32(3),
  Buffer.from('abc'),
])

test('should read what the broker answers for a partition', () => {
  const { clientSideThrottleTime, errorCode, partitions } = decodeFetchResponse(payload)
  assert.equal([clientSideThrottleTime, errorCode], [250, 0])
  assert.equal(partitions, [
    {
      topic: 't',
      partition: 3,
      errorCode: 0,
      highWatermark: 20,
      lastStable: 18,
      logStart: 7,
      aborted: [{ producerId: 5, firstOffset: 9 }],
      batches: Buffer.from('abc'),
    },
  ])
  assert.is(partitions[0].batches.buffer, payload.buffer)
})

test('should name an answer that ends too soon, wherever it ends', () => {
  for (let length = 0; length < payload.length; length++) {
    let code = 'none'
    try {
      decodeFetchResponse(payload.subarray(0, length))
    } catch (error) {
      code = codeOf(error)
    }
    assert.is(code, 'HS_BATCH_CORRUPT', `${length} bytes`)
  }
})

function int16(value: number): Buffer {
  const buffer = Buffer.alloc(2)
  buffer.writeInt16BE(value)
  return buffer
}

function int32(value: number): Buffer {
  const buffer = Buffer.alloc(4)
  buffer.writeInt32BE(value)
  return buffer
}

function int64(value: number): Buffer {
  const buffer = Buffer.alloc(8)
  buffer.writeBigInt64BE(BigInt(value))
  return buffer
}

test.run()
