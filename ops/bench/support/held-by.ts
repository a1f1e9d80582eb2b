import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { systemClock } from '../../../streams/runtime/ports/clock.ts'

/** Makes something and tells how many bytes of heap and of buffers it holds. */
export async function heldBy<T>(make: () => Promise<T>): Promise<{ readonly made: T; readonly bytes: number }> {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void // the flag has just put it there
  const before = await used(collect)
  const made = await make()
  return { made, bytes: (await used(collect)) - before }
}

/** Buffers are given back a moment after the collection that found them. */
async function used(collect: () => void): Promise<number> {
  for (let pass = 0; pass < 4; pass++) {
    collect()
    await systemClock.sleep(100)
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}
