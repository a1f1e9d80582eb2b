import ts from 'typescript'

export interface ImportSite {
  /** Undefined where it is computed, so that nobody can say what it is. */
  readonly specifier: string | undefined
  /** Gone at run time. `import { type A }` is not: it still loads the module. */
  readonly typeOnly: boolean
  readonly node: ts.Node
  /** Names taken from it; '*' for the whole module. */
  readonly names: readonly string[]
}

/** Every way in which a file names another one: import, export from, import type, import(), require(). */
export function importsOf(source: ts.SourceFile): ImportSite[] {
  const sites: ImportSite[] = []
  const visit = (node: ts.Node): void => {
    const site = siteOf(node)
    if (site) sites.push(site)
    ts.forEachChild(node, visit)
  }
  visit(source)
  return sites
}

function siteOf(node: ts.Node): ImportSite | undefined {
  if (ts.isImportDeclaration(node)) {
    const clause = node.importClause
    const names = [...(clause?.name ? ['*'] : []), ...namesIn(clause?.namedBindings)]
    return { specifier: textOf(node.moduleSpecifier), typeOnly: clause?.isTypeOnly ?? false, node, names }
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier) {
    return { specifier: textOf(node.moduleSpecifier), typeOnly: node.isTypeOnly, node, names: namesIn(node.exportClause) }
  }
  if (ts.isImportTypeNode(node)) {
    const literal = ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined
    return { specifier: textOf(literal), typeOnly: true, node, names: [] }
  }
  if (ts.isExternalModuleReference(node)) return { specifier: textOf(node.expression), typeOnly: false, node, names: ['*'] }
  if (ts.isCallExpression(node) && loadsModule(node.expression)) {
    return { specifier: textOf(node.arguments[0]), typeOnly: false, node, names: ['*'] }
  }
  return undefined
}

function namesIn(bindings: ts.NamedImportBindings | ts.NamedExportBindings | undefined): string[] {
  if (!bindings) return []
  if (ts.isNamedImports(bindings) || ts.isNamedExports(bindings)) {
    return bindings.elements.map((element) => (element.propertyName ?? element.name).text)
  }
  return ['*']
}

function loadsModule(callee: ts.Expression): boolean {
  return callee.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(callee) && callee.text === 'require')
}

function textOf(node: ts.Node | undefined): string | undefined {
  return node && ts.isStringLiteralLike(node) ? node.text : undefined
}
