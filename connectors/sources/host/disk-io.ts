import { metricKey } from '../../../schemas/telemetry/metric-key.ts'
import { counterDeltas } from './counter-deltas.ts'
import type { ReaderOf } from './reader.ts'

/**
 * Of every whole disk that has ever been used: disk_iops (1/s), disk_read_throughput and disk_write_throughput (MB/s) and disk_busy (%
 * of the time with a request under way).
 *
 * Source: Documentation/admin-guide/iostats.rst, /proc/diskstats; a sector there is always 512 bytes. Partitions, mapped and RAID
 * devices are left out, since their requests are counted on the disks below.
 */
export const diskIo: ReaderOf = (files) => {
  const delta = counterDeltas()

  return (report, elapsedMs) => {
    for (const line of (files.read('diskstats') ?? '').split('\n')) {
      const [, , device, ...columns] = line.trim().split(/\s+/)
      if (device === undefined || NOT_A_DISK.test(device)) continue
      const [reads, , sectorsRead, , writes, , sectorsWritten, , , busyMs] = columns.map(Number)
      if (reads + writes === 0) continue

      const requests = delta(`${device} requests`, reads + writes)
      const read = delta(`${device} read`, sectorsRead)
      const written = delta(`${device} written`, sectorsWritten)
      const busy = delta(`${device} busy`, busyMs)
      if (elapsedMs <= 0) continue
      const seconds = elapsedMs / 1000
      const labels = { device }
      if (requests !== undefined) report(metricKey('disk_iops', labels), requests / seconds)
      if (read !== undefined) report(metricKey('disk_read_throughput', labels), (read * SECTOR_BYTES) / 1e6 / seconds)
      if (written !== undefined) report(metricKey('disk_write_throughput', labels), (written * SECTOR_BYTES) / 1e6 / seconds)
      if (busy !== undefined) report(metricKey('disk_busy', labels), Math.min(100, (100 * busy) / elapsedMs))
    }
  }
}

const SECTOR_BYTES = 512

const NOT_A_DISK = /^(loop|ram|zram|dm-|md|sr|fd)\d|^(sd|vd|hd|xvd)[a-z]+\d+$|^(nvme\d+n\d+|mmcblk\d+)p\d+$/
