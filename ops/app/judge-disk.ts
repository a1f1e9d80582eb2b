import { HomeostatError } from '../../schemas/core/homeostat-error.ts'

/** Free space, bytes: below the one it is said, below the other telemetry is refused. */
export interface DiskMarks {
  readonly lowBytes: number
  /** 0 where the log stands elsewhere. */
  readonly refuseBytes: number
}

export interface DiskStatus {
  readonly state: 'roomy' | 'low' | 'refusing'
  /** HS_DISK_LOW */
  readonly error?: HomeostatError
}

/**
 * What so much free space means for the data folder. A little more must be free before a state ends than when it began, so that it does
 * not come and go with every file.
 */
export function judgeDisk(
  data: string,
  free: number,
  { lowBytes, refuseBytes }: DiskMarks,
  before: DiskStatus['state'] = 'roomy',
): DiskStatus {
  const refuses = free < refuseBytes * (before === 'refusing' ? ENDS_ABOVE : 1)
  const isLow = free < lowBytes * (before === 'roomy' ? 1 : ENDS_ABOVE)
  if (!refuses && !isLow) return { state: 'roomy' }
  const limit = refuses ? refuseBytes : lowBytes
  const what = refuses ? 'Telemetry is refused until there is more.' : `Telemetry is refused below ${refuseBytes}.`
  const message = `The disk that holds ${data} has ${free} bytes left, less than ${limit}. ${what}`
  const error = new HomeostatError('HS_DISK_LOW', { value: free, limit, message, retryAfterMs: RETRY_AFTER_MS })
  return { state: refuses ? 'refusing' : 'low', error }
}

const ENDS_ABOVE = 1.05
const RETRY_AFTER_MS = 30_000
