import { counterDeltas } from './counter-deltas.ts'
import type { ReaderOf } from './reader.ts'

/** retransmit_rate: TCP segments sent again, in percent of all segments sent; 0 while nothing is sent. Source: RFC 4022, /proc/net/snmp. */
export const tcp: ReaderOf = (files) => {
  const delta = counterDeltas()

  return (report) => {
    const [names, values] = (files.read('net/snmp') ?? '').split('\n').filter((line) => line.startsWith('Tcp:'))
    if (values === undefined) return
    const columns = names.split(' ')
    const numbers = values.split(' ').map(Number)
    const sent = delta('sent', numbers[columns.indexOf('OutSegs')])
    const again = delta('again', numbers[columns.indexOf('RetransSegs')])
    if (sent === undefined || again === undefined) return
    // OutSegs does not count what is sent again.
    report('retransmit_rate', again === 0 ? 0 : (100 * again) / (sent + again))
  }
}
