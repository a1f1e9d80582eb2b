import { posix } from 'node:path'
import type ts from 'typescript'
import { type Area, areaOf, isPure, logPort } from './area.ts'
import { type ImportSite, importsOf } from './imports-of.ts'
import type { Violation } from './violation.ts'

/** Packages that compute and do nothing else; the names are those of their functions that draw random numbers. */
const purePackages: Readonly<Record<string, readonly string[]>> = {
  '@sinclair/typebox': [],
  'simple-statistics': ['kMeansCluster', 'permutationTest', 'sample', 'sampleWithReplacement', 'shuffle', 'shuffleInPlace', '*'],
}

/** Wrong imports: across the house, out of the repository, or of packages that a deterministic fold must not load. */
export function findImportViolations(source: ts.SourceFile, path: string): Violation[] {
  return importsOf(source).flatMap((site) => {
    const says = complaint(site, path)
    const line = source.getLineAndCharacterOfPosition(site.node.getStart(source)).line + 1
    return says ? [{ path, line, says }] : []
  })
}

function complaint(site: ImportSite, path: string): string | undefined {
  const { specifier } = site
  if (specifier === undefined) return isPure(path) ? 'a computed import: nobody can say what it loads' : undefined
  if (/^(\/|file:|data:|https?:)/.test(specifier)) return `${specifier} is not a place in this repository`
  if (!specifier.startsWith('.')) return isPure(path) && !site.typeOnly ? packageComplaint(site, specifier) : undefined
  const target = posix.join(posix.dirname(path), specifier)
  if (target.startsWith('..')) return `${specifier} lies outside the repository`
  return mayImport(path, target, site.typeOnly) ? undefined : `${describe(areaOf(path))} may not import ${target}`
}

function packageComplaint({ names }: ImportSite, specifier: string): string | undefined {
  const name = Object.keys(purePackages).find((known) => specifier === known || specifier.startsWith(`${known}/`))
  if (!name) return `${specifier} is not known to be free of clock, chance and I/O; pass in what is needed from it`
  const banned = names.find((taken) => purePackages[name]?.includes(taken))
  return banned && `${banned} of ${name} draws random numbers, or may`
}

function mayImport(from: string, to: string, typeOnly: boolean): boolean {
  const here = areaOf(from)
  const there = areaOf(to)
  const streams = to.startsWith('streams/')
  switch (here.kind) {
    case 'schemas':
      return there.kind === 'schemas'
    case 'stats':
      return there.kind === 'stats' || to.startsWith('schemas/core/')
    case 'api':
    case 'fold':
      return ['schemas', 'stats', 'api', 'fold'].includes(there.kind) || to === logPort || (typeOnly && there.kind === 'runtime')
    case 'runtime':
      return there.kind === 'schemas' || (streams && there.kind !== 'domain')
    case 'domain':
      return ['schemas', 'stats', 'api'].includes(there.kind) || (there.kind === 'domain' && there.name === here.name)
    case 'projections':
    case 'connectors':
      return there.kind === 'schemas' || streams || there.kind === here.kind
    case 'ops':
      return !to.startsWith('test/')
    case 'elsewhere':
      return true
  }
}

function describe(area: Area): string {
  return area.kind === 'domain' ? `streams/${area.name}` : area.kind
}
