import { gzipSync } from 'node:zlib'
import type { JsonFrame } from './client.ts'
import type { hardships } from './hardships.ts'

/** A request that must be refused for the reasons of a hardship. */
export interface BadRequest {
  readonly hardship: keyof typeof hardships
  readonly body: string | Buffer
  readonly headers?: Readonly<Record<string, string>>
  readonly query?: string
}

const NDJSON = { 'content-type': 'application/x-ndjson' }
const GZIP = { 'content-encoding': 'gzip' }

/** @param good  a frame that would be taken; it stands beside the bad ones, to show that a request is taken as a whole or not at all */
export function badRequests(good: JsonFrame): readonly BadRequest[] {
  const fine = JSON.stringify(good)
  const beside = (bad: string) => `[${fine},${bad}]`
  const frame = (parts: object) => beside(JSON.stringify({ ...good, ...parts }))
  const value = (text: string) => beside(`{"source":"web-1","at":${good.at},"metrics":{"cpu_usage":${text}}}`)
  const metrics = (count: number, name: (n: number) => string) =>
    frame({ metrics: Object.fromEntries(Array.from({ length: count }, (_, n) => [name(n), n])) })
  return [
    { hardship: 'malformedJson', body: fine.slice(0, -3) },
    { hardship: 'malformedJson', body: '' },
    { hardship: 'malformedJson', body: '['.repeat(100_000) },
    { hardship: 'malformedNdjson', body: `${fine}\n${fine.slice(0, 20)}\n`, headers: NDJSON },
    { hardship: 'notUtf8', body: Buffer.concat([Buffer.from(fine), Buffer.from([0xc3, 0x28])]) },
    { hardship: 'csvOverHttp', body: 'timestamp,value\n2026-01-01,1\n', headers: { 'content-type': 'text/csv' } },
    { hardship: 'nanLiteral', body: value('NaN') },
    { hardship: 'nanLiteral', body: value('-Infinity') },
    { hardship: 'notFinite', body: value('1e999') },
    { hardship: 'notFinite', body: value('"NaN"') },
    { hardship: 'notFinite', body: value('null') },
    { hardship: 'huge', body: value('1e308') },
    { hardship: 'emptyMetrics', body: frame({ metrics: {} }) },
    { hardship: 'emptyMetrics', body: '[]' },
    { hardship: 'manyMetrics', body: metrics(10_000, (n) => `m${n}`) },
    { hardship: 'longName', body: metrics(1, () => 'm'.repeat(10_000)) },
    { hardship: 'protoKey', body: beside(`{"__proto__":{"polluted":1},${fine.slice(1)}`) },
    { hardship: 'largeRecord', body: metrics(2_000, (n) => String(n).padEnd(512, 'x')) },
    { hardship: 'largeBody', body: ' '.repeat(4_000_001) },
    { hardship: 'zipBomb', body: gzipSync(Buffer.alloc(200_000_000, ' ')), headers: GZIP },
    { hardship: 'cutGzip', body: gzipSync(fine).subarray(0, -9), headers: GZIP },
    { hardship: 'year1970', body: frame({ at: 1_000 }) },
    { hardship: 'year3000', body: frame({ at: '3000-01-01T00:00:00Z' }) },
    { hardship: 'foreignHost', body: fine, headers: { host: 'evil.example' } },
    { hardship: 'foreignOrigin', body: fine, headers: { origin: 'http://evil.example' } },
    { hardship: 'tenant', body: fine, headers: { 'x-tenant-id': 'other' } },
    { hardship: 'tenant', body: fine, query: '?tenant=other' },
    { hardship: 'tenant', body: frame({ tenant: 'other' }) },
  ]
}
