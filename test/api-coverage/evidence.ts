import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';

/*
 * A claim names the test that saw it, and the test is looked up in its source: a test that was renamed or removed is missed.
 */

export interface Test {
  /** Under test/. */
  readonly file: string;
  /** The titles from the outermost `describe` that is needed to the test, joined by ' › ', as they stand in the source. */
  readonly title: string;
  /** Of a test for a table: the text of the row. */
  readonly row?: string;
}

export function seenBy(file: string, title: string, row?: string): Test {
  return { file, title, row };
}

export function toText({ file, title, row }: Test): string {
  return `test/${file}: ${title}${row === undefined ? '' : ` [${row}]`}`;
}

/** A test in the source: all its titles, and the texts in its table. What a template computes is any text. */
interface Found {
  readonly path: string;
  readonly rows: readonly RegExp[];
}

const files = new Map<string, readonly Found[]>();

export function exists({ file, title, row }: Test): boolean {
  return testsIn(file).some(({ path, rows }) =>
    (path === title || path.endsWith(` › ${title}`)) && (row === undefined || rows.some((pattern) => pattern.test(row))));
}

function testsIn(file: string): readonly Found[] {
  const known = files.get(file);
  if (known) return known;
  const path = join(__dirname, '..', file);
  const source = ts.createSourceFile(file, existsSync(path) ? readFileSync(path, 'utf8') : '', ts.ScriptTarget.Latest);
  const found: Found[] = [];
  files.set(file, found);
  collect(source, [], source, found);
  return found;
}

function collect(node: ts.Node, above: readonly string[], source: ts.SourceFile, found: Found[]): void {
  const block = blockAt(node);
  if (!block) return ts.forEachChild(node, (child) => collect(child, above, source, found));
  const path = [...above, textOf(block.title)];
  if (block.verb === 'test') found.push({ path: path.join(' › '), rows: rowsIn(block.table, source) });
  else ts.forEachChild(node, (child) => collect(child, path, source, found));
}

/** `describe(title, ...)`, `test(title, ...)`, and the same with `.each(table)`. */
function blockAt(node: ts.Node): { verb: string; title: ts.Expression; table?: ts.Expression } | undefined {
  if (!ts.isCallExpression(node) || !node.arguments.length) return undefined;
  const each = ts.isCallExpression(node.expression) && ts.isPropertyAccessExpression(node.expression.expression) ? node.expression : undefined;
  const verb = each ? (each.expression as ts.PropertyAccessExpression).expression : node.expression;
  if (!ts.isIdentifier(verb) || !['describe', 'test'].includes(verb.text)) return undefined;
  return { verb: verb.text, title: node.arguments[0], table: each?.arguments[0] };
}

/** All texts of a table, which may be written elsewhere in the file. */
function rowsIn(table: ts.Expression | undefined, source: ts.SourceFile): RegExp[] {
  if (!table) return [];
  const rows: RegExp[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) rows.push(toPattern(node));
    else if (ts.isIdentifier(node)) declarationsOf(node.text, source).forEach(visit);
    else ts.forEachChild(node, visit);
  };
  visit(table);
  return rows;
}

/** What a name at the top of the file stands for. */
function declarationsOf(name: string, source: ts.SourceFile): ts.Expression[] {
  return source.statements.filter(ts.isVariableStatement).flatMap(({ declarationList }) => [...declarationList.declarations])
    .flatMap((declaration) => ts.isIdentifier(declaration.name) && declaration.name.text === name && declaration.initializer || []);
}

function textOf(title: ts.Expression): string {
  if (ts.isStringLiteralLike(title)) return title.text;
  return ts.isTemplateExpression(title) ? partsOf(title).join('…') : '…';
}

function toPattern(node: ts.StringLiteralLike | ts.TemplateExpression): RegExp {
  const parts = ts.isTemplateExpression(node) ? partsOf(node) : [node.text];
  return new RegExp(`^${parts.map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('.*')}$`);
}

function partsOf({ head, templateSpans }: ts.TemplateExpression): string[] {
  return [head.text, ...templateSpans.map(({ literal }) => literal.text)];
}
