import type { ReadModel } from '../../projections/read-model.ts'

/** A read model as the processes of a version have it: its own version counts up with theirs, from 1 on. */
export function modelAt(model: ReadModel, version: number): ReadModel {
  if (version === 1) return model
  const known = made.get(model) ?? new Map<number, ReadModel>()
  made.set(model, known)
  const at = known.get(version) ?? { ...model, version: model.version + version - 1, before: modelAt(model, version - 1) }
  known.set(version, at)
  return at
}

/** What is built beside a model is known by its identity. */
const made = new WeakMap<ReadModel, Map<number, ReadModel>>()
