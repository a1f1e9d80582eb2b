import { type RequestQueue, requestQueue } from './fetch/kafkajs-internals.ts'

const looksLater = requestQueue.scheduleCheckPendingRequests

/**
 * Lets connections rest that have nothing to send. From its first answer on, a queue of kafkajs 2.2.4 asks itself every millisecond whether
 * something waits in it, as long as the connection lives: with all stages and nothing to do that was three quarters of the processor
 * time of a process. Whatever begins to wait asks for the look itself. May be called again; holds for the whole process.
 */
export function quietQueues(): void {
  requestQueue.scheduleCheckPendingRequests = lookWhenSomethingWaits
}

function lookWhenSomethingWaits(this: RequestQueue): void {
  if (this.pending.length > 0) looksLater.call(this)
}
