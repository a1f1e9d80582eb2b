/** Runs what it is given one after the other, whether the one before succeeded or not. */
export function inTurn(): <T>(run: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return (run) => {
    const result = last.then(run)
    last = result.catch(() => undefined) // the caller gets the error; the next one goes on
    return result
  }
}
