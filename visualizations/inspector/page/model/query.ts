/** What is asked of the server, and what the address bar keeps. */
import type { ExportFormat, OverviewRow, RowKind } from '../../protocol.ts';

/** What the list is narrowed to. */
export interface Filter {
  readonly kind: RowKind | '';
  readonly state: string;
  readonly text: string;
  readonly isStuck: boolean;
}

export const noFilter: Filter = { kind: '', state: '', text: '', isStuck: false };

/** How many rows the list shows at most; the server gives no more. */
export const shownRows = 200;

/** `/overview?…`. */
export function overviewPath({ kind, state, text, isStuck }: Filter): string {
  const query = new URLSearchParams();
  if (kind !== '') query.set('kind', kind);
  if (state.trim() !== '') query.set('state', state.trim());
  if (text.trim() !== '') query.set('text', text.trim());
  if (isStuck) query.set('stuck', '1');
  query.set('limit', String(shownRows));
  return `/overview?${query.toString()}`;
}

/** What is looked at: a call, or an actor that is of no call; and which of a call's charts. */
export type Subject =
  | { readonly call: string; readonly actor?: number }
  | { readonly call?: never; readonly actor: number };

/** What a row is about; undefined for a row that has neither. */
export function subjectOf({ callId, actor }: OverviewRow): Subject | undefined {
  if (callId !== undefined) return { call: callId, ...(actor !== undefined && { actor }) };
  return actor === undefined ? undefined : { actor };
}

/** `/trace?…`. */
export function tracePath({ call, actor }: Subject): string {
  return call === undefined ? `/trace?actor=${String(actor)}` : `/trace?call=${encodeURIComponent(call)}`;
}

/** `/export?…`. */
export const exportPath = (call: string, format: ExportFormat): string =>
  `/export?call=${encodeURIComponent(call)}&format=${format}`;

/** `#call=…&actor=…`, so that a page can be opened again, or by somebody else, where it was. */
export function formatHash({ call, actor }: Subject): string {
  const query = new URLSearchParams();
  if (call !== undefined) query.set('call', call);
  if (actor !== undefined) query.set('actor', String(actor));
  return `#${query.toString()}`;
}

/** The opposite; undefined for what is none. */
export function parseHash(hash: string): Subject | undefined {
  const query = new URLSearchParams(hash.replace(/^#/, ''));
  const call = query.get('call') ?? '';
  const number = Number(query.get('actor') ?? 'none');
  const actor = Number.isSafeInteger(number) && number > 0 ? number : undefined;
  if (call !== '') return { call, ...(actor !== undefined && { actor }) };
  return actor === undefined ? undefined : { actor };
}

/** What makes a row the same from one overview to the next. */
export const keyOf = ({ kind, actor, callId }: OverviewRow): string => `${kind} ${String(actor ?? '')} ${callId ?? ''}`;
