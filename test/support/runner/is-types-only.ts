import ts from 'typescript'

/** Whether nothing of a source is left at run time, so that there is nothing in it to cover. */
export function isTypesOnly(text: string): boolean {
  const { outputText } = ts.transpileModule(text, {
    compilerOptions: {
      module: ts.ModuleKind.ESNext,
      target: ts.ScriptTarget.ES2022,
      verbatimModuleSyntax: true,
      removeComments: true,
    },
  })
  return outputText.replace(/export \{\s*\};?/, '').trim() === ''
}
