import ts from 'typescript';

/** The names that a module's code reads of another module. */
export interface UsedNames {
  /** Its exports: of `import { a as b }`, `export { a as b } from`, and of `x = require('…')` or the call itself each `.a`. */
  readonly exports: ReadonlySet<string>;
  /** Of its default export: of `import x`, each `x.a` and `const { a } = x`. */
  readonly ofDefault: ReadonlySet<string>;
}

export function usedNames(code: string, module: RegExp): UsedNames {
  const source = ts.createSourceFile('module.ts', code, ts.ScriptTarget.Latest, true);
  const exports = new Set<string>();
  const ofDefault = new Set<string>();
  const variables = new Set<string>();
  const defaults = new Set<string>();
  const isOfModule = (node: ts.Node | undefined) =>
    node !== undefined && ts.isStringLiteral(node) && module.test(node.text);
  const isRequired = (node: ts.Node | undefined) =>
    node !== undefined &&
    ts.isCallExpression(node) &&
    ts.isIdentifier(node.expression) &&
    node.expression.text === 'require' &&
    node.arguments.some(isOfModule);
  const isOneOf = (names: ReadonlySet<string>, node: ts.Node | undefined) =>
    node !== undefined && ts.isIdentifier(node) && names.has(node.text);

  visit(source, (node) => {
    if (ts.isImportDeclaration(node) && isOfModule(node.moduleSpecifier)) {
      const { importClause } = node;
      if (!importClause || importClause.phaseModifier === ts.SyntaxKind.TypeKeyword) return;
      const { name, namedBindings } = importClause;
      if (name) {
        exports.add('default');
        defaults.add(name.text);
      }
      if (namedBindings && ts.isNamedImports(namedBindings)) addNames(namedBindings.elements, exports);
      else if (namedBindings) exports.add('*');
    }
    if (ts.isExportDeclaration(node) && isOfModule(node.moduleSpecifier)) {
      if (node.exportClause && ts.isNamedExports(node.exportClause)) addNames(node.exportClause.elements, exports);
      else exports.add('*');
    }
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && isRequired(node.initializer))
      variables.add(node.name.text);
  });
  visit(source, (node) => {
    if (ts.isPropertyAccessExpression(node)) {
      if (isRequired(node.expression) || isOneOf(variables, node.expression)) exports.add(node.name.text);
      if (isOneOf(defaults, node.expression)) ofDefault.add(node.name.text);
    }
    if (ts.isVariableDeclaration(node) && ts.isObjectBindingPattern(node.name) && isOneOf(defaults, node.initializer))
      addNames(node.name.elements, ofDefault);
  });
  return { exports, ofDefault };
}

/** As the module names them, whatever they are called here. */
function addNames(
  elements: Iterable<ts.ImportSpecifier | ts.ExportSpecifier | ts.BindingElement>,
  names: Set<string>,
): void {
  for (const { propertyName, name } of elements) names.add((propertyName ?? name).getText());
}

function visit(node: ts.Node, see: (node: ts.Node) => void): void {
  see(node);
  ts.forEachChild(node, (child) => visit(child, see));
}
