/** A named place where a test may end the process or throw; a no-op otherwise. */
export type Failpoint = (name: FailpointName) => void

export const failpointNames = [
  'commit.before',
  'commit.after',
  'log.flush.mid',
  'snapshot.mid',
  'base.mid',
  'projection.mid',
  'projection.before-commit',
  'projection.after-commit',
] as const

export type FailpointName = (typeof failpointNames)[number]

export const noFailpoint: Failpoint = () => {}
