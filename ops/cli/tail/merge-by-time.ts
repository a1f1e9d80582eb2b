import type { Tailed } from './tailed.ts'

/** One sequence out of several, each in its own order: the next is always the head with the smallest event time, ties in the given order. */
export async function* mergeByTime(parts: readonly AsyncIterator<Tailed>[]): AsyncGenerator<Tailed> {
  const heads = await Promise.all(parts.map((part) => part.next()))
  for (;;) {
    let next = -1
    let record: Tailed | undefined
    for (const [index, head] of heads.entries()) {
      if (head.done || (record && record.at <= head.value.at)) continue
      next = index
      record = head.value
    }
    if (record === undefined) return
    yield record
    heads[next] = await parts[next].next()
  }
}
