import { join } from 'node:path'
import ts from 'typescript'
import { repositoryRoot } from '../repository.ts'
import type { Manifest } from './manifests.ts'

const virtual = join(repositoryRoot, 'test', 'manifests-as-literals.ts')

/**
 * What the types of Kubernetes know nothing of. Its schemas let unknown fields pass, as its servers do, so that a misspelt one has no effect;
 * the compiler refuses them in a literal.
 */
export function unknownFields(manifests: readonly Manifest[]): readonly string[] {
  const text = manifests
    .map(
      (manifest, index) =>
        `import type { I${manifest.kind} as T${index} } from 'kubernetes-models/${manifest.apiVersion}'\nexport const m${index}: T${index} = ${JSON.stringify(manifest)}\n`,
    )
    .join('')
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
  }
  const host = ts.createCompilerHost(options)
  const { getSourceFile, fileExists, readFile } = host
  host.fileExists = (name) => name === virtual || fileExists(name)
  host.readFile = (name) => (name === virtual ? text : readFile(name))
  host.getSourceFile = (name, ...rest) =>
    name === virtual ? ts.createSourceFile(name, text, ts.ScriptTarget.ES2022) : getSourceFile(name, ...rest)
  const program = ts.createProgram([virtual], options, host)
  const found = [...program.getSyntacticDiagnostics(), ...program.getSemanticDiagnostics()]
  return found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '))
}
