/**
 * Runs `work` with a signal that Ctrl-C or SIGTERM aborts. A second Ctrl-C ends the process at once.
 * @param first  what to say at the first one
 */
export async function untilInterrupted<T>(
  work: (interrupted: AbortSignal) => Promise<T>,
  first: () => void = () => {},
): Promise<T> {
  const abort = new AbortController()
  const interrupt = () => {
    if (abort.signal.aborted) process.exit(FORCED)
    first()
    abort.abort()
  }
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const signal of signals) process.on(signal, interrupt)
  try {
    return await work(abort.signal)
  } finally {
    for (const signal of signals) process.off(signal, interrupt)
  }
}

/** What shells say of a program that Ctrl-C has ended. */
const FORCED = 130
