import ts from 'typescript';
import { parse as parseVue } from 'vue/compiler-sfc';
import type { SourceText } from './source.js';

export interface ModuleFacts {
  readonly path: string;
  /** What it imports, re-exports, loads later or names in a type, as written. */
  readonly specifiers: readonly string[];
  /** What it uses, of the things that only some places may use. */
  readonly uses: ReadonlySet<Use>;
}

export type Use = 'process.env' | 'fetch' | 'window.parent' | 'the clock' | 'randomness' | 'await';

/** Reads a TypeScript, JavaScript or Vue file with the compiler's own parser. */
export function readModule(source: SourceText): ModuleFacts {
  const specifiers: string[] = [];
  const uses = new Set<Use>();
  const visit = (node: ts.Node): void => {
    const specifier = specifierOf(node);
    if (specifier !== undefined) specifiers.push(specifier);
    const use = useOf(node);
    if (use) uses.add(use);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(source.path, scriptOf(source), ts.ScriptTarget.Latest, true, ts.ScriptKind.TS));
  return { path: source.path, specifiers, uses };
}

function scriptOf({ path, text }: SourceText): string {
  if (!path.endsWith('.vue')) return text;
  const { descriptor } = parseVue(text);
  return `${descriptor.script?.content ?? ''}\n${descriptor.scriptSetup?.content ?? ''}`;
}

function specifierOf(node: ts.Node): string | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return textOf(node.moduleSpecifier);
  if (ts.isExternalModuleReference(node)) return textOf(node.expression);
  if (ts.isImportTypeNode(node))
    return ts.isLiteralTypeNode(node.argument) ? textOf(node.argument.literal) : undefined;
  if (!ts.isCallExpression(node)) return undefined;
  const loads =
    node.expression.kind === ts.SyntaxKind.ImportKeyword || node.expression.getText() === 'require';
  return loads ? textOf(node.arguments[0]) : undefined;
}

function textOf(node: ts.Node | undefined): string | undefined {
  return node && ts.isStringLiteralLike(node) ? node.text : undefined;
}

function useOf(node: ts.Node): Use | undefined {
  if (ts.isAwaitExpression(node)) return 'await';
  if (ts.isNewExpression(node)) return isBareDate(node) ? 'the clock' : undefined;
  if (ts.isCallExpression(node)) return isFetch(node.expression) ? 'fetch' : undefined;
  if (ts.isPropertyAccessExpression(node)) return useOfProperty(node.expression.getText(), node.name.text);
  if (ts.isElementAccessExpression(node)) {
    return useOfProperty(node.expression.getText(), textOf(node.argumentExpression) ?? '');
  }
  if (ts.isImportSpecifier(node)) return isEnvironmentImport(node) ? 'process.env' : undefined;
  return undefined;
}

function useOfProperty(owner: string, name: string): Use | undefined {
  const written = `${owner.replace(/^(globalThis|window)\./, '')}.${name}`;
  if (written === 'process.env') return 'process.env';
  if (written === 'Date.now' || written === 'performance.now') return 'the clock';
  if (written === 'Math.random' || owner === 'crypto') return 'randomness';
  return /^(globalThis|window|self)$/.test(owner) && (name === 'parent' || name === 'top')
    ? 'window.parent'
    : undefined;
}

function isFetch(callee: ts.Expression): boolean {
  return /^((globalThis|window|self)\.)?fetch$/.test(callee.getText());
}

function isBareDate(node: ts.NewExpression): boolean {
  return node.expression.getText() === 'Date' && (node.arguments ?? []).length === 0;
}

function isEnvironmentImport(node: ts.ImportSpecifier): boolean {
  const from = textOf(node.parent.parent.parent.moduleSpecifier);
  return (node.propertyName ?? node.name).text === 'env' && /^(node:)?process$/.test(from ?? '');
}
