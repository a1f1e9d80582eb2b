import ts from 'typescript'

/**
 * The identifiers of a file that stand for a value of the global scope. Names that the file itself declares or imports are its own;
 * an ambient `declare` declares nothing at run time, so what it names counts as global.
 */
export function resolveGlobals(source: ts.SourceFile): ts.Identifier[] {
  const checker = checkerFor(source)
  const globals: ts.Identifier[] = []
  const visit = (node: ts.Node): void => {
    if (isOnlyType(node)) return
    if (ts.isIdentifier(node) && isReference(node) && !isDeclaredHere(node, checker)) globals.push(node)
    ts.forEachChild(node, visit)
  }
  visit(source)
  return globals
}

/** A checker that sees this one file and no library: what it cannot resolve is global. */
function checkerFor(source: ts.SourceFile): ts.TypeChecker {
  const options: ts.CompilerOptions = { noLib: true, noResolve: true, types: [], target: ts.ScriptTarget.ES2023 }
  const host: ts.CompilerHost = {
    getSourceFile: (name) => (name === source.fileName ? source : undefined),
    getDefaultLibFileName: () => '',
    writeFile: () => undefined,
    getCurrentDirectory: () => '',
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n',
    fileExists: (name) => name === source.fileName,
    readFile: () => undefined,
  }
  return ts.createProgram([source.fileName], options, host).getTypeChecker()
}

/** Parts that are gone at run time. A base class looks like a type and is not one. */
function isOnlyType(node: ts.Node): boolean {
  if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return true
  if (ts.isHeritageClause(node)) return node.token === ts.SyntaxKind.ImplementsKeyword
  return ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)
}

function isReference(node: ts.Identifier): boolean {
  const { parent } = node
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node
  if (ts.isShorthandPropertyAssignment(parent)) return true
  if (ts.isBindingElement(parent)) return parent.initializer === node
  if (ts.isExportSpecifier(parent)) return (parent.propertyName ?? parent.name) === node && !parent.parent.parent.moduleSpecifier
  if (ts.isImportSpecifier(parent) || ts.isImportClause(parent) || ts.isNamespaceImport(parent)) return false
  if (ts.isNamespaceExport(parent) || ts.isMetaProperty(parent) || ts.isLabeledStatement(parent)) return false
  if (ts.isBreakOrContinueStatement(parent) || ts.isJsxAttribute(parent)) return false
  return !(isNamedDeclaration(parent) && parent.name === node)
}

function isNamedDeclaration(node: ts.Node): node is ts.NamedDeclaration {
  return 'name' in node
}

function isDeclaredHere(node: ts.Identifier, checker: ts.TypeChecker): boolean {
  const symbol = ts.isShorthandPropertyAssignment(node.parent)
    ? checker.getShorthandAssignmentValueSymbol(node.parent)
    : ts.isExportSpecifier(node.parent)
      ? checker.getExportSpecifierLocalTargetSymbol(node.parent)
      : checker.getSymbolAtLocation(node)
  return (symbol?.declarations ?? []).some((declaration) => !isAmbient(declaration))
}

function isAmbient(node: ts.Node): boolean {
  for (let at: ts.Node | undefined = node; at; at = at.parent) {
    if (ts.canHaveModifiers(at) && ts.getModifiers(at)?.some((modifier) => modifier.kind === ts.SyntaxKind.DeclareKeyword))
      return true
  }
  return false
}
