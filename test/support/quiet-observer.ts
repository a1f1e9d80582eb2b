import type { TaskObserver } from '../../streams/runtime/task/observer.ts'

/** Listens to no task, and shows failures to whoever reads why a test failed. */
export const quietObserver: TaskObserver = {
  phase() {},
  restoring() {},
  committed() {},
  advanced() {},
  called() {},
  alive() {},
  failed: (error) => console.log(error),
}
