import { type Static, Type } from '@sinclair/typebox'
import { configSchema } from '../../schemas/core/config.ts'

/** What bounds the data folder, all of it in the environment. */
export const storageConfig = configSchema({
  rawDays: Type.Integer({
    default: 7,
    minimum: 1,
    maximum: 3_650,
    description: 'Raw telemetry in a data folder is kept for so many days … Environment: HOMEOSTAT_RAW_DAYS.',
  }),
  rawBytes: Type.Integer({
    default: 2_000_000_000,
    minimum: 10_000_000,
    maximum: 100_000_000_000_000,
    description: '… and for so many bytes of the log, whichever is reached first. Environment: HOMEOSTAT_RAW_BYTES.',
  }),
  lowBytes: Type.Integer({
    default: 1_000_000_000,
    minimum: 0,
    maximum: 100_000_000_000_000,
    description:
      'Free space on the disk of the data folder below which health page, log and metrics say so. Environment: HOMEOSTAT_DISK_LOW_BYTES.',
  }),
  refuseBytes: Type.Integer({
    default: 200_000_000,
    minimum: 0,
    maximum: 100_000_000_000_000,
    description:
      'Free space below which telemetry into a data folder is refused, so that what is left is enough for all else. Environment: HOMEOSTAT_DISK_REFUSE_BYTES.',
  }),
})

export type StorageSettings = Static<typeof storageConfig>
