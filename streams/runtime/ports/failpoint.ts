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

/** Those of a rebuild, which a run meets only when it is asked for one. */
export const rebuildFailpointNames = [
  'rebuild.begun',
  'rebuild.caught-up',
  'rebuild.mid-switch',
  'rebuild.before-switch',
  'rebuild.after-switch',
] as const

export type FailpointName = (typeof failpointNames)[number] | (typeof rebuildFailpointNames)[number]

export const noFailpoint: Failpoint = () => {}
