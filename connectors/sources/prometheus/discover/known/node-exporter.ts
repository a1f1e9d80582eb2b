import { golden } from '../golden.ts'
import type { Recogniser } from '../proposal.ts'

/** Hosts, through node_exporter; under the names that the built-in host source uses, in the same units. */
export const nodeExporter: Recogniser = {
  name: 'node_exporter',
  propose({ metrics, window }) {
    const when = (metric: string, name: string, expression: string) =>
      metrics.has(metric) ? [golden(name, ['instance'], expression)] : []
    const share = (mode: string) => `avg by (instance) (rate(node_cpu_seconds_total{mode="${mode}"}[${window}]))`
    const outside = 'device!~"lo|veth.*|docker.*|br-.*|cali.*|cni.*|flannel.*"'
    const traffic = (direction: string) =>
      `sum by (instance, device) (rate(node_network_${direction}_bytes_total{${outside}}[${window}])) * 8 / 1e6`
    const real = 'fstype!~"tmpfs|ramfs|overlay|squashfs|iso9660|nfs.*|fuse.*"'
    const pressure = (resource: string) =>
      `100 * max by (instance) (rate(node_pressure_${resource}_waiting_seconds_total[${window}]))`
    return [
      ...when('node_cpu_seconds_total', 'cpu_usage', `100 * (1 - ${share('idle')})`),
      ...when('node_cpu_seconds_total', 'disk_io_wait', `100 * ${share('iowait')}`),
      ...when(
        'node_memory_MemAvailable_bytes',
        'memory_usage',
        '100 * (1 - max by (instance) (node_memory_MemAvailable_bytes) / max by (instance) (node_memory_MemTotal_bytes))',
      ),
      ...when(
        'node_load1',
        'load_average_1m',
        'max by (instance) (node_load1) / count by (instance) (node_cpu_seconds_total{mode="idle"})',
      ),
      ...when(
        'node_filesystem_avail_bytes',
        'disk_usage',
        `max by (instance, mountpoint) (100 * (1 - node_filesystem_avail_bytes{${real}} / (node_filesystem_size_bytes{${real}} > 0)))`,
      ),
      ...when(
        'node_disk_io_time_seconds_total',
        'disk_busy',
        `clamp_max(100 * max by (instance, device) (rate(node_disk_io_time_seconds_total{device!~"loop.*|ram.*|dm-.*"}[${window}])), 100)`,
      ),
      ...when('node_network_receive_bytes_total', 'rx_throughput', traffic('receive')),
      ...when('node_network_transmit_bytes_total', 'tx_throughput', traffic('transmit')),
      ...when('node_filefd_allocated', 'open_fds', '100 * max by (instance) (node_filefd_allocated / node_filefd_maximum)'),
      ...when('node_pressure_cpu_waiting_seconds_total', 'pressure_cpu', pressure('cpu')),
      ...when('node_pressure_memory_waiting_seconds_total', 'pressure_memory', pressure('memory')),
      ...when('node_pressure_io_waiting_seconds_total', 'pressure_io', pressure('io')),
    ]
  },
}
