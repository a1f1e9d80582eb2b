/** What the engine does when it meets an error. */
export type EngineReaction =
  | 'refuse' // the caller gets it, nothing else happens
  | 'wait' // tried again until it goes away, with the reason shown
  | 'dead-letter' // the record goes to dead.letters, the task goes on
  | 'stop-task' // the task stops and shows the reason; others go on
  | 'reopen-task' // the task drops its state and opens again
  | 'stop-process'

export interface ErrorEntry {
  /** One sentence: what is wrong. */
  says: string
  /** One sentence: what the person does about it. */
  remedy: string
  reaction: EngineReaction
  /** HTTP status when the API answers with it. */
  status?: number
}

/** Keeps the literal keys of a domain's errors, so that codes are a closed type. */
export function errorEntries<const K extends string>(entries: Record<K, ErrorEntry>): Record<K, ErrorEntry> {
  return entries
}
