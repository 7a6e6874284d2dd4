import ts from 'typescript';

/**
 * The names that a module's code reads of another module: `import { a as b }`, and of `x = require('…')` or of
 * `require('…')` itself each `.name`.
 */
export function usedNames(code: string, module: RegExp): ReadonlySet<string> {
  const source = ts.createSourceFile('module.js', code, ts.ScriptTarget.Latest, true);
  const names = new Set<string>();
  const variables = new Set<string>();
  const isRequired = (node: ts.Node): boolean =>
    ts.isCallExpression(node) &&
    ts.isIdentifier(node.expression) &&
    node.expression.text === 'require' &&
    node.arguments.some((argument) => ts.isStringLiteral(argument) && module.test(argument.text));
  visit(source, (node) => {
    if (
      ts.isImportDeclaration(node) &&
      ts.isStringLiteral(node.moduleSpecifier) &&
      module.test(node.moduleSpecifier.text)
    ) {
      const bindings = node.importClause?.namedBindings;
      if (bindings && ts.isNamedImports(bindings))
        for (const { propertyName, name } of bindings.elements) names.add((propertyName ?? name).text);
      else names.add('*');
    }
    if (
      ts.isVariableDeclaration(node) &&
      ts.isIdentifier(node.name) &&
      node.initializer &&
      isRequired(node.initializer)
    )
      variables.add(node.name.text);
  });
  visit(source, (node) => {
    if (!ts.isPropertyAccessExpression(node)) return;
    const { expression, name } = node;
    if (isRequired(expression) || (ts.isIdentifier(expression) && variables.has(expression.text))) names.add(name.text);
  });
  return names;
}

/** The methods that a module's code calls on what `getNamespace()` gives it. */
export function namespaceMethods(code: string): ReadonlySet<string> {
  const source = ts.createSourceFile('module.js', code, ts.ScriptTarget.Latest, true);
  const methods = new Set<string>();
  const variables = new Set<string>();
  const isNamespace = (node: ts.Node): boolean =>
    ts.isCallExpression(node) && /(^|\.)getNamespace$/.test(node.expression.getText(source));
  visit(source, (node) => {
    if (
      ts.isVariableDeclaration(node) &&
      ts.isIdentifier(node.name) &&
      node.initializer &&
      isNamespace(node.initializer)
    )
      variables.add(node.name.text);
  });
  visit(source, (node) => {
    if (!ts.isPropertyAccessExpression(node)) return;
    const { expression, name } = node;
    if (isNamespace(expression) || (ts.isIdentifier(expression) && variables.has(expression.text)))
      methods.add(name.text);
  });
  return methods;
}

function visit(node: ts.Node, see: (node: ts.Node) => void): void {
  see(node);
  ts.forEachChild(node, (child) => visit(child, see));
}
