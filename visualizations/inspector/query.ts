/** What pages ask for, read strictly. */
import { type OverviewFilter, rowKinds, rowLimit } from './overview.ts';
import type { RowKind } from './protocol.ts';

/** A request that gets no answer but why. */
export class Refusal extends Error {
  readonly status: number;

  constructor(status: number, why: string) {
    super(why);
    this.status = status;
  }
}

const longest = 512;

/** The filter of `GET /overview`; empty values are as good as none. */
export function readFilter(query: URLSearchParams): OverviewFilter {
  const read = (name: string): string | undefined => {
    const value = query.get(name) ?? '';
    if (value.length > longest) throw new Refusal(400, `${name} is too long`);
    return value === '' ? undefined : value;
  };
  const kind = read('kind');
  if (kind !== undefined && !rowKinds.includes(kind as RowKind)) throw new Refusal(400, `kind=${rowKinds.join(', ')}`);
  const limit = read('limit') ?? String(rowLimit);
  if (!/^\d{1,6}$/.test(limit)) throw new Refusal(400, 'limit is a number');
  const stuck = read('stuck');
  return {
    kind: kind as RowKind | undefined,
    state: read('state'),
    text: read('text'),
    stuck: stuck === '1' || stuck === 'true',
    limit: Number(limit)
  };
}
