import { metricKey } from '../../../schemas/telemetry/metric-key.ts'
import { counterDeltas } from './counter-deltas.ts'
import type { ReaderOf } from './reader.ts'

/**
 * Of every interface to the outside that has ever carried anything: rx_throughput and tx_throughput (Mbit/s), network_errors and
 * network_drops (1/s, both directions).
 *
 * Source: proc(5), /proc/net/dev. Loopback, bridges and the inner ends of containers are left out: they repeat the traffic of others.
 */
export const network: ReaderOf = (files) => {
  const delta = counterDeltas()

  return (report, elapsedMs) => {
    for (const line of (files.read('net/dev') ?? '').split('\n').slice(HEADER_LINES)) {
      const [device, counters] = line.split(':').map((part) => part.trim())
      if (counters === undefined || VIRTUAL.test(device)) continue
      const [rxBytes, rxPackets, rxErrors, rxDrops, , , , , txBytes, txPackets, txErrors, txDrops] = counters
        .split(/\s+/)
        .map(Number)
      if (rxPackets + txPackets === 0) continue

      const received = delta(`${device} rx`, rxBytes)
      const sent = delta(`${device} tx`, txBytes)
      const errors = delta(`${device} errors`, rxErrors + txErrors)
      const drops = delta(`${device} drops`, rxDrops + txDrops)
      if (elapsedMs <= 0) continue
      const seconds = elapsedMs / 1000
      const labels = { interface: device }
      if (received !== undefined) report(metricKey('rx_throughput', labels), (received * 8) / 1e6 / seconds)
      if (sent !== undefined) report(metricKey('tx_throughput', labels), (sent * 8) / 1e6 / seconds)
      if (errors !== undefined) report(metricKey('network_errors', labels), errors / seconds)
      if (drops !== undefined) report(metricKey('network_drops', labels), drops / seconds)
    }
  }
}

const HEADER_LINES = 2

const VIRTUAL = /^(lo|ifb\d+|veth.*|docker\d+|br-.*|virbr\d+|dummy\d+|cni.*|flannel.*|cali.*)$/
