/**
 * Runs `work` with a signal that Ctrl-C or SIGTERM aborts. A second Ctrl-C ends the process at once.
 * @param first  what to say at the first one
 */
export async function untilInterrupted<T>(
  work: (interrupted: AbortSignal) => Promise<T>,
  first: () => void = () => {},
): Promise<T> {
  const abort = new AbortController()
  let last = Number.NEGATIVE_INFINITY
  const interrupt = () => {
    const since = performance.now() - last
    last = performance.now()
    if (since < ONE_KEY_MS) return
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

/** One Ctrl-C may arrive twice: from the terminal, and from `npm start`, which passes on what it gets itself. */
const ONE_KEY_MS = 500

/** What shells say of a program that Ctrl-C has ended. */
const FORCED = 130
