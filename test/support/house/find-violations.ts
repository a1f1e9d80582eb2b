import ts from 'typescript'
import { isPure } from './area.ts'
import { findImportViolations } from './find-import-violations.ts'
import { findImpurities } from './find-impurities.ts'
import type { Violation } from './violation.ts'

/**
 * What in one source file breaks the import rules, or brings clock, chance or I/O into code that must be a deterministic fold.
 * Works on the syntax tree of this one file; nothing else is read.
 *
 * @param text the source
 * @param path relative to the repository, with `/`: the rules depend on where a file lives
 */
export function findViolations(text: string, path: string): Violation[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true)
  const violations = findImportViolations(source, path)
  if (isPure(path)) violations.push(...findImpurities(source, path))
  return violations.sort((a, b) => a.line - b.line)
}
