import type { StateCodec } from '../../../streams/runtime/api/processor.ts'

/** What the processors of the simulation remember of a key. */
export interface SimState {
  n: number
  sum: number
}

export const simState: StateCodec<SimState> = {
  version: 1,
  empty: () => ({ n: 0, sum: 0 }),
  encode: ({ n, sum }) => Buffer.from(`${n} ${sum}`),
  decode(bytes) {
    const [n, sum] = bytes.toString().split(' ').map(Number)
    return { n, sum }
  },
}
