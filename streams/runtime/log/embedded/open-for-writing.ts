import { randomUUID } from 'node:crypto'
import { realpathSync } from 'node:fs'
import { HomeostatError } from '../../../../schemas/core/homeostat-error.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Failpoint } from '../../ports/failpoint.ts'
import type { Log, TopicSpec } from '../log.ts'
import { waitForAny, wake } from '../shared/waiting.ts'
import { ensureSpace, UPKEEP_RESERVE_BYTES } from './ensure-space.ts'
import { flush } from './flush.ts'
import { prepareFolder } from './folder.ts'
import { createGroupCommit } from './group-commit.ts'
import { createMaintenance } from './maintenance.ts'
import { claim, release } from './ownership.ts'
import { type EmbeddedTopic, loadPlaces, newTopic } from './places.ts'
import { serve } from './serve.ts'
import { storageError } from './storage-error.ts'
import { openStore, type Store } from './store.ts'

export interface WritingOptions {
  readonly id: string | undefined
  readonly clock: Clock
  readonly now: () => number
  readonly failpoint: Failpoint
  readonly groupCommitMs: number
}

export async function openForWriting(folder: string, options: WritingOptions): Promise<Log> {
  prepareFolder(folder)
  const path = realpathSync(folder)
  if (openHere.has(path))
    throw new HomeostatError('HS_LOG_LOCKED', { value: process.pid, message: `This process writes to ${folder}.` })
  ensureSpace(path, 0, UPKEEP_RESERVE_BYTES)
  const store = openStore(path, false)
  openHere.add(path)
  const close = async () => {
    await store.root.close()
    openHere.delete(path)
  }
  try {
    claim(store)
    return serveWriting(store, options, close)
  } catch (error) {
    await close()
    throw error
  }
}

/** Folders that this very process has open for writing. */
const openHere = new Set<string>()

function serveWriting(
  store: Store,
  { id, clock, now, failpoint, groupCommitMs }: WritingOptions,
  close: () => Promise<void>,
): Log {
  const topics = new Map<string, EmbeddedTopic>()
  loadPlaces(store, topics)

  const commits = createGroupCommit(
    (requests) => {
      const { outcomes, grown } = named(() => flush(store, requests, now(), failpoint))
      for (const place of grown) wake(place)
      return outcomes
    },
    clock,
    groupCommitMs,
  )
  const maintenance = createMaintenance(store, topics, clock)

  return serve(keepId(store, id), {
    store,
    topics,
    clock,
    refresh() {},
    createTopics: (specs) => named(() => createTopics(store, topics, specs)),
    submit: commits.submit,
    maintain: maintenance.pass,
    wait: (places, timeoutMs) => waitForAny(places, timeoutMs, clock),
    async close() {
      await maintenance.stop()
      await commits.drain()
      release(store)
      await close()
    },
  })
}

function keepId(store: Store, wanted: string | undefined): string {
  const kept = store.id.get('log')
  if (kept !== undefined) return kept
  const id = wanted ?? randomUUID()
  store.id.putSync('log', id)
  return id
}

function createTopics(store: Store, topics: Map<string, EmbeddedTopic>, specs: readonly TopicSpec[]): void {
  const fresh = new Map<string, EmbeddedTopic>()
  for (const { topic, partitions } of specs)
    if (!topics.has(topic.name) && !fresh.has(topic.name))
      fresh.set(topic.name, newTopic(topic.name, topics.size + fresh.size, partitions, topic.cleanup === 'compact'))
  if (fresh.size === 0) return
  ensureSpace(store.folder, 0, UPKEEP_RESERVE_BYTES)
  store.root.transactionSync(() => {
    for (const [name, { number, places, compacted }] of fresh)
      store.topics.put(name, { number, partitions: places.length, compacted })
  })
  for (const [name, topic] of fresh) topics.set(name, topic)
}

function named<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw storageError(error)
  }
}
