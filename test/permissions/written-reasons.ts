import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';

/*
 * The policy statements as they are written in src/, each with the comment that stands beside it: in it, on its line, or directly above.
 */

export interface WrittenStatement {
  readonly file: string;
  readonly actions: readonly string[];
  /** Whether it says `resources: ['*']`. */
  readonly isOnEverything: boolean;
  readonly isConditional: boolean;
  readonly comment: string;
}

const SRC = join(__dirname, '..', '..', 'src');

export function writtenStatements(): WrittenStatement[] {
  return readdirSync(SRC).filter((file) => file.endsWith('.ts')).flatMap((file) => statementsIn(file, readFileSync(join(SRC, file), 'utf8')));
}

export function statementsIn(file: string, text: string): WrittenStatement[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: WrittenStatement[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isNewExpression(node) && /\bPolicyStatement$/.test(node.expression.getText())) {
      const [actions, resources] = ['actions', 'resources'].map((name) => propertyOf(node, name)).map(stringsIn);
      const isConditional = propertyOf(node, 'conditions') !== undefined;
      found.push({ file, actions, isOnEverything: resources.join() === '*', isConditional, comment: commentsAt(node, text) });
    }
    node.forEachChild(visit);
  };
  visit(source);
  return found;
}

function propertyOf(statement: ts.NewExpression, name: string): ts.Node | undefined {
  const props = statement.arguments?.[0];
  return props && ts.isObjectLiteralExpression(props) ? props.properties.find((property) => property.name?.getText() === name) : undefined;
}

/** The string literals in a property, but for its name. */
function stringsIn(property: ts.Node | undefined): string[] {
  const strings: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteral(node)) strings.push(node.text);
    node.forEachChild(visit);
  };
  property?.forEachChild(visit);
  return strings;
}

function commentsAt(node: ts.NewExpression, text: string): string {
  const lineEnd = text.indexOf('\n', node.end);
  const beside = text.slice(node.getStart(), lineEnd === -1 ? undefined : lineEnd);
  const above = (ts.getLeadingCommentRanges(text, node.getFullStart()) ?? []).map(({ pos, end }) => text.slice(pos, end));
  return [...above, ...beside.split('\n')].flatMap((line) => /(?:^|[\s,;])\/\/ ?(.*)$/.exec(line)?.[1].trim() ?? []).join(' ');
}
