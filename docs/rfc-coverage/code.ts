/** What the comments and strings of a source file cite, by the declaration that they belong to. */
import ts from 'typescript';
import { findCitations, formatClause } from './clause.ts';
import type { Place } from './place.ts';

/** What a file cites. */
export interface CodeCitations {
  readonly places: readonly Place[];
  /** Bare clauses of a file whose first comment names other RFCs only: read as RFC 3261's, perhaps not meant so. */
  readonly doubts: readonly string[];
}

/** Reads one file. The `meta: { rfc }` of a chart is left to the chart. */
export function citationsOfCode(file: string, text: string): CodeCitations {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
  const said = text.replaceAll(/\brfc: (['"`]).*?\1/g, (meta) => ' '.repeat(meta.length));
  const foreign = namesOtherRfcsOnly(said.slice(0, firstComment(source)?.end ?? 0));
  const places: Place[] = [];
  const doubts: string[] = [];
  for (const { clause, offset, bare } of findCitations(said)) {
    places.push({ clause, file, what: declarationAt(source, offset) });
    const line = String(source.getLineAndCharacterOfPosition(offset).line + 1);
    if (bare && foreign) doubts.push(`${file}:${line}: bare §${clause.section} is taken as ${formatClause(clause)}`);
  }
  return { places, doubts };
}

function namesOtherRfcsOnly(comment: string): boolean {
  const named = [...comment.matchAll(/\bRFC (\d+)/g)].map(([, number]) => number);
  return named.length > 0 && !named.includes('3261');
}

function firstComment(source: ts.SourceFile): ts.CommentRange | undefined {
  return ts.getLeadingCommentRanges(source.text, 0)?.[0];
}

/** The name of the declaration that a position is in, before (its docblock) or behind (the rest of its line). */
function declarationAt(source: ts.SourceFile, offset: number): string | undefined {
  const statement = nodeAt(source, source.statements, offset);
  if (statement === undefined || isAboutFile(source, offset)) return undefined;
  const name = nameOf(source, statement);
  if (name === undefined || offset < statement.getStart(source)) return name;
  const member = nodeAt(source, membersOf(statement), offset);
  const memberName = member === undefined ? undefined : publicNameOf(source, member);
  return memberName === undefined ? name : `${name}.${memberName}`;
}

function nodeAt<T extends ts.Node>(source: ts.SourceFile, nodes: readonly T[], offset: number): T | undefined {
  return nodes.find((node) => {
    const lineEnd = source.text.indexOf('\n', node.getEnd());
    return offset < (lineEnd < 0 ? source.text.length : lineEnd);
  });
}

/** The first of two comments above the first declaration is the file's. */
function isAboutFile(source: ts.SourceFile, offset: number): boolean {
  const comments = ts.getLeadingCommentRanges(source.text, 0) ?? [];
  return comments.length > 1 && offset < (comments[0]?.end ?? 0);
}

function nameOf(source: ts.SourceFile, statement: ts.Statement): string | undefined {
  if (ts.isVariableStatement(statement)) return statement.declarationList.declarations[0]?.name.getText(source);
  if (
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement)
  )
    return statement.name?.text;
  return undefined;
}

function membersOf(statement: ts.Statement): readonly ts.Node[] {
  if (ts.isClassDeclaration(statement) || ts.isInterfaceDeclaration(statement)) return statement.members;
  return ts.isTypeAliasDeclaration(statement) && ts.isTypeLiteralNode(statement.type) ? statement.type.members : [];
}

function publicNameOf(source: ts.SourceFile, member: ts.Node): string | undefined {
  const name = (member as ts.NamedDeclaration).name?.getText(source);
  return name?.startsWith('#') === true ? undefined : name;
}
