import ts from 'typescript'
import { resolveGlobals } from './resolve-globals.ts'
import type { Violation } from './violation.ts'

/** What a fold may use of the global scope. Anything else does not exist for it: clocks, timers, process, network, console. */
const pureGlobals = new Set(
  `Array ArrayBuffer BigInt BigInt64Array BigUint64Array Boolean Buffer DataView Error EvalError Float32Array Float64Array Infinity
  Int16Array Int32Array Int8Array JSON Map NaN Number Object Promise RangeError ReferenceError RegExp Set String Symbol SyntaxError
  TextDecoder TextEncoder TypeError URIError Uint16Array Uint32Array Uint8Array Uint8ClampedArray WeakMap WeakSet arguments
  decodeURIComponent encodeURIComponent isFinite isNaN parseFloat parseInt structuredClone undefined`.split(/\s+/),
)

/** Members that depend on the machine's time zone or language, or lead back to the global scope. */
const machineMembers = new Map<string, string>([
  ...['Date', 'Day', 'FullYear', 'Hours', 'Milliseconds', 'Minutes', 'Month', 'Seconds'].flatMap((part): [string, string][] => [
    [`get${part}`, `depends on the time zone of the machine; use getUTC${part}`],
    [`set${part}`, `depends on the time zone of the machine; use setUTC${part}`],
  ]),
  ['getTimezoneOffset', 'depends on the time zone of the machine'],
  ['toLocaleString', 'depends on the language of the machine'],
  ['toLocaleDateString', 'depends on the language of the machine'],
  ['toLocaleTimeString', 'depends on the language of the machine'],
  ['localeCompare', 'depends on the language of the machine; compare with < and >'],
  ['constructor', 'leads to Function and the global scope'],
])

/**
 * Clock, chance and I/O in a file that must be a deterministic fold: every value reference to a global that is not known to be pure,
 * whatever it is called later. So an alias, a destructured member and `globalThis['Date']` are found where they begin.
 */
export function findImpurities(source: ts.SourceFile, path: string): Violation[] {
  const violations: Violation[] = []
  const complain = (node: ts.Node, says: string): void => {
    violations.push({ path, line: source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1, says })
  }
  for (const global of resolveGlobals(source)) {
    const says = complaintAbout(global)
    if (says) complain(global, `${global.text}: ${says}`)
  }
  const visit = (node: ts.Node): void => {
    const member = memberName(node)
    const says = member === undefined ? undefined : machineMembers.get(member)
    if (says) complain(node, `${member}: ${says}`)
    if (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword && !isMember(node.parent, 'url')) {
      complain(node, 'import.meta: only its url, as a name, may be used')
    }
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      complain(node, 'import() loads at run time')
    ts.forEachChild(node, visit)
  }
  visit(source)
  return violations
}

function complaintAbout(global: ts.Identifier): string | undefined {
  const { parent } = global
  switch (global.text) {
    case 'Date':
      if (ts.isNewExpression(parent) && parent.expression === global && isOneValue(parent.arguments)) return undefined
      if (isMember(parent, 'UTC') || isMember(parent, 'parse')) return undefined
      return 'time is an event: use the time of the record. Only new Date(milliseconds), Date.UTC and Date.parse are free of the clock'
    case 'Math':
      return memberName(parent) !== undefined && !isMember(parent, 'random')
        ? undefined
        : 'chance: derive numbers from the record'
    case 'Intl':
      return isPropertyOf(parent) && ts.isNewExpression(parent.parent) && parent.parent.arguments?.length === 2
        ? undefined
        : 'name language and time zone: new Intl.…(language, { timeZone })'
    default:
      return pureGlobals.has(global.text) ? undefined : 'not available to a deterministic fold; pass in what is needed'
  }
}

function isOneValue(args: ts.NodeArray<ts.Expression> | undefined): boolean {
  return args?.length === 1 && args.every((arg) => !ts.isSpreadElement(arg))
}

function isMember(node: ts.Node, name: string): boolean {
  return memberName(node) === name
}

function isPropertyOf(node: ts.Node): boolean {
  return ts.isPropertyAccessExpression(node)
}

/** The name in `x.name`, `x['name']` and `{ name } = x`; undefined where there is none or it is computed. */
function memberName(node: ts.Node): string | undefined {
  if (ts.isPropertyAccessExpression(node)) return node.name.text
  if (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression)) return node.argumentExpression.text
  if (ts.isBindingElement(node) && ts.isObjectBindingPattern(node.parent)) {
    const name = node.propertyName ?? node.name
    return ts.isIdentifier(name) || ts.isStringLiteralLike(name) ? name.text : undefined
  }
  return undefined
}
