import { configure } from '../../schemas/core/config.ts'
import { type StorageSettings, storageConfig } from './storage-config.ts'

/** Where each setting stands in the environment. */
export const storageVariables: Readonly<Record<keyof StorageSettings, string>> = {
  rawDays: 'HOMEOSTAT_RAW_DAYS',
  rawBytes: 'HOMEOSTAT_RAW_BYTES',
  lowBytes: 'HOMEOSTAT_DISK_LOW_BYTES',
  refuseBytes: 'HOMEOSTAT_DISK_REFUSE_BYTES',
}

/** @throws HS_CONFIG_INVALID */
export function storageSettings(env: Readonly<Record<string, string | undefined>>): StorageSettings {
  const given = Object.entries(storageVariables).flatMap(([key, variable]) => {
    const text = env[variable] ?? ''
    return text === '' ? [] : [[key, Number(text)]]
  })
  return configure('storage', storageConfig, Object.fromEntries(given))
}
