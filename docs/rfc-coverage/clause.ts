/** Clauses of RFCs, and how a text cites them: `RFC 6026 §8.4`, `6026§8.4`, or a bare `§17.1.1.2`, which is RFC 3261's. */

/** One clause: an RFC's number and the numbers of the section. */
export interface Clause {
  readonly rfc: number;
  readonly section: string;
}

/** Where a text cites a clause. */
export interface Citation {
  readonly clause: Clause;
  /** Where it begins, in characters from the start of the text. */
  readonly offset: number;
  /** Whether the RFC is not named, neither here nor at the start of a list that this goes on with. */
  readonly bare: boolean;
}

/** What a bare `§` means. */
const home = 3261;

/** What may stand between two words of a comment: its lines begin with an asterisk or two slashes. */
const gap = '[\\s*/]';
const citation = new RegExp(`(?:\\bRFC${gap}+(\\d+)${gap}+|\\b(\\d{3,5}))?§(\\d+(?:\\.\\d+)*)`, 'g');

/** What goes on with a list: `RFC 3264 §5, §6`, `RFC 3261 §8.2.1 to §8.2.3`. The RFC stays the same. */
const continues = new RegExp(`^${gap}*(?:[,;&–/-]|and|or|to)?${gap}*$`);

/** All citations of a text, in their order. */
export function findCitations(text: string): Citation[] {
  const found: Citation[] = [];
  let end = 0;
  for (const match of text.matchAll(citation)) {
    const [whole, spelled, joined, section = ''] = match;
    const named = spelled ?? joined;
    const before = found.at(-1);
    const listed = before !== undefined && continues.test(text.slice(end, match.index)) ? before : undefined;
    const rfc = named === undefined ? (listed?.clause.rfc ?? home) : Number(named);
    const bare = named === undefined && (listed?.bare ?? true);
    found.push({ clause: { rfc, section }, offset: match.index, bare });
    end = match.index + whole.length;
  }
  return found;
}

/** The clauses that a text cites, each once. */
export function citedClauses(text: string): Clause[] {
  const byName = new Map(findCitations(text).map(({ clause }) => [formatClause(clause), clause]));
  return [...byName.values()];
}

/** `RFC 3261 §17.1.1.2` */
export function formatClause({ rfc, section }: Clause): string {
  return `RFC ${String(rfc)} §${section}`;
}

/** The order of RFCs, then that of their sections: §2 before §10, §17.1 before §17.1.1. */
export function compareClauses(a: Clause, b: Clause): number {
  if (a.rfc !== b.rfc) return a.rfc - b.rfc;
  const [left, right] = [a.section.split('.').map(Number), b.section.split('.').map(Number)];
  for (const [index, number] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    if (number !== other) return number - other;
  }
  return left.length - right.length;
}

/** Whether a clause is another one, or a part of it: §17.1.1.2 of §17.1. */
export function isWithin(inner: Clause, outer: Clause): boolean {
  return inner.rfc === outer.rfc && `${inner.section}.`.startsWith(`${outer.section}.`);
}
