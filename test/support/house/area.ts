/** A part of the house: what may import what is said between areas. */
export type Area =
  | { readonly kind: 'schemas' | 'stats' | 'api' | 'fold' | 'runtime' | 'projections' | 'connectors' | 'ops' | 'elsewhere' }
  | { readonly kind: 'domain'; readonly name: string }

/** @param path relative to the repository, with `/` */
export function areaOf(path: string): Area {
  const [first, second, third] = path.split('/')
  if (first === 'streams') return areaInStreams(second ?? '', third ?? '')
  if (first === 'schemas' || first === 'projections' || first === 'connectors' || first === 'ops') return { kind: first }
  return { kind: 'elsewhere' }
}

/** The port through which a fold names records and topics: types and limits, no adapter. */
export const logPort = 'streams/runtime/log/log.ts'

/** Where law 2 holds: no clock, no chance, no I/O. */
export function isPure(path: string): boolean {
  return path === logPort || ['stats', 'api', 'fold', 'domain'].includes(areaOf(path).kind)
}

function areaInStreams(folder: string, inside: string): Area {
  if (folder === 'stats') return { kind: 'stats' }
  if (folder !== 'runtime') return { kind: 'domain', name: folder }
  return inside === 'api' || inside === 'fold' ? { kind: inside } : { kind: 'runtime' }
}
