import { type Static, Type } from '@sinclair/typebox'
import { configSchema } from '../../../schemas/core/config.ts'

export const taskConfig = configSchema({
  commitIntervalMs: Type.Integer({
    default: 100,
    minimum: 1,
    maximum: 60_000,
    unit: 'ms',
    description: 'Shortest time between two commits of a task that has outputs.',
  }),
  idleCommitMs: Type.Integer({
    default: 5_000,
    minimum: 10,
    maximum: 600_000,
    unit: 'ms',
    description: 'How long consumed records without output may wait for their commit.',
  }),
  snapshotAgeMs: Type.Integer({
    default: 300_000,
    minimum: 10,
    maximum: 3_600_000,
    unit: 'ms',
    description: 'A changed state is written after this time at the latest; bounds what is folded again after a crash.',
  }),
  refoldRecords: Type.Integer({
    default: 50_000,
    minimum: 100,
    maximum: 10_000_000,
    unit: 'records',
    description:
      'A state is written earlier when its key has folded its share of so many records, at least 100; bounds what is folded again after a crash while much comes in.',
  }),
  snapshotBytes: Type.Integer({
    default: 1_000_000,
    minimum: 1_000,
    maximum: 8_000_000,
    unit: 'bytes',
    description: 'Most bytes of state in one commit.',
  }),
  baseEveryMs: Type.Integer({
    default: 86_400_000,
    minimum: 1_000,
    maximum: 31_536_000_000,
    unit: 'ms',
    description: 'Time, by the ticks, between two full snapshots that are kept for verify and backtest.',
  }),
  pollBytes: Type.Integer({
    default: 1_000_000,
    minimum: 10_000,
    maximum: 64_000_000,
    unit: 'bytes',
    description: 'Most bytes that a task reads at once; more keep more records alive for the garbage collector to move about.',
  }),
  stuckMs: Type.Integer({
    default: 30_000,
    minimum: 1_000,
    maximum: 600_000,
    unit: 'ms',
    description: 'Without a completed read or any progress for so long, a task is opened again.',
  }),
})

export type TaskSettings = Static<typeof taskConfig>
