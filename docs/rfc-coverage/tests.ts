/** What the titles of a test file cite. */
import ts from 'typescript';
import { citedClauses } from './clause.ts';
import type { Place } from './place.ts';

const tests = new Set(['test', 'it']);
const groups = new Set(['describe', 'suite']);

/**
 * Reads one file. What `describe` cites counts like what a test cites; what is skipped or still to be done does not count.
 * A title that is put together counts by its literal parts, or by the rows of `each` where only they tell it.
 */
export function citationsOfTests(file: string, text: string): Place[] {
  return titled(file, text).flatMap(({ titles }) =>
    titles.flatMap((what) => citedClauses(what).map((clause) => ({ clause, file, what })))
  );
}

/** The titles of a file's tests as they stand there, `describe` left out; what is skipped or still to be done is none. */
export function titlesOfTests(file: string, text: string): string[] {
  return titled(file, text).flatMap(({ title, isTest }) => (isTest ? [title] : []));
}

/** A call that has a title. */
interface Titled {
  readonly title: string;
  /** What is read of it: the title, or the rows of an `each` that tell it. */
  readonly titles: readonly string[];
  readonly isTest: boolean;
}

function titled(file: string, text: string): Titled[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
  const found: Titled[] = [];
  const visit = (node: ts.Node): void => {
    const one = ts.isCallExpression(node) ? readCall(source, node) : undefined;
    if (one === 'skipped') return;
    if (one !== undefined) found.push(one);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** What `test('…', …)`, `test.concurrent('…')`, `describe.each(rows)('…')` are called; another call is called nothing. */
function readCall(source: ts.SourceFile, call: ts.CallExpression): Titled | 'skipped' | undefined {
  const chain: string[] = [];
  let rows: ts.Expression | undefined;
  let callee: ts.Expression = call.expression;
  for (;;) {
    if (ts.isCallExpression(callee)) {
      rows = callee.arguments[0];
      callee = callee.expression;
    } else if (ts.isPropertyAccessExpression(callee)) {
      chain.push(callee.name.text);
      callee = callee.expression;
    } else break;
  }
  const [title] = call.arguments;
  if (!ts.isIdentifier(callee) || title === undefined) return undefined;
  const isTest = tests.has(callee.text);
  if (!isTest && !groups.has(callee.text)) return undefined;
  if (chain.includes('skip') || chain.includes('todo')) return 'skipped';
  // Of `test.each(rows)('…')` the inner call has rows and no title.
  if (rows === undefined && (chain.includes('each') || chain.includes('for'))) return undefined;
  const text = literalText(title);
  const titles = citedClauses(text).length > 0 || rows === undefined ? [text] : titlesOfRows(source, rows);
  return { title: text, titles, isTest };
}

/** The literal parts of a string, a template or a sum of them; `…` stands for the rest. */
function literalText(title: ts.Expression): string {
  if (ts.isStringLiteralLike(title)) return title.text;
  if (ts.isTemplateExpression(title))
    return title.head.text + title.templateSpans.map(({ literal }) => `…${literal.text}`).join('');
  if (ts.isBinaryExpression(title)) return literalText(title.left) + literalText(title.right);
  return '…';
}

/** The strings that begin with a clause among the rows of an `each`, in place or of a constant of the same file. */
function titlesOfRows(source: ts.SourceFile, rows: ts.Expression): string[] {
  const titles: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) && /^(RFC \d+ )?§/.test(node.text)) titles.push(node.text);
    else ts.forEachChild(node, visit);
  };
  visit(ts.isIdentifier(rows) ? (constantOf(source, rows.text) ?? rows) : rows);
  return titles;
}

function constantOf(source: ts.SourceFile, name: string): ts.Expression | undefined {
  return source.statements
    .filter(ts.isVariableStatement)
    .flatMap(({ declarationList }) => [...declarationList.declarations])
    .find((declaration) => ts.isIdentifier(declaration.name) && declaration.name.text === name)?.initializer;
}
