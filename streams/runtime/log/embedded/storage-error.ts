import { HomeostatError } from '../../../../schemas/core/homeostat-error.ts'

/** Gives what LMDB and the file system throw its stable name; our own errors and those of a failpoint pass unchanged. */
export function storageError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof HomeostatError) return error
  const { code } = error as { code?: unknown }
  if (noSpaceCodes.has(code) || /no space left|disk quota|MDB_MAP_FULL/i.test(error.message))
    return new HomeostatError('HS_DISK_FULL', { cause: error })
  return code === undefined
    ? error
    : new HomeostatError('HS_LOG_FAILED', { cause: error, message: `The log failed: ${error.message}` })
}

/** ENOSPC and EDQUOT by number and name, and LMDB's MDB_MAP_FULL. */
const noSpaceCodes: ReadonlySet<unknown> = new Set([28, 122, 'ENOSPC', 'EDQUOT', -30792])
