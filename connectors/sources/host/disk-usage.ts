import { metricKey } from '../../../schemas/telemetry/metric-key.ts'
import type { HostFiles, ReaderOf } from './reader.ts'

/**
 * disk_usage of every real local file system, in percent of what ordinary users can fill, as df(1) shows it. A device that is mounted
 * in several places is named by the first. Network file systems are left out: asking one whose server is gone never returns.
 *
 * Source: proc(5), /proc/mounts; statfs(2).
 */
export const diskUsage: ReaderOf = (files) => async (report) => {
  for (const mountPoint of realMounts(files)) {
    const use = await files.use(mountPoint)
    if (!use) continue
    const used = use.blocks - use.free
    const usable = used + use.available
    if (usable > 0) report(metricKey('disk_usage', { mount: mountPoint }), (100 * used) / usable)
  }
}

function realMounts(files: HostFiles): string[] {
  const byDevice = new Map<string, string>()
  for (const line of (files.read('mounts') ?? '').split('\n')) {
    const [device, mountPoint, type] = line.split(' ').map(unescaped)
    if (mountPoint === undefined || byDevice.has(device) || READ_ONLY_BY_NATURE.has(type)) continue
    const isLocalDisk = device.startsWith('/dev/') && !device.startsWith('/dev/loop')
    if (isLocalDisk || type === 'zfs' || mountPoint === '/') byDevice.set(device, mountPoint)
  }
  return [...byDevice.values()]
}

/** Always full, and never a concern. */
const READ_ONLY_BY_NATURE = new Set(['squashfs', 'iso9660', 'erofs', 'udf'])

/** Blanks and backslashes stand as octal numbers in /proc/mounts. */
function unescaped(field: string): string {
  return field.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)))
}
