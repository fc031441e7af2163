/** What is taken up and what is turned away before a transaction exists: RFC 3261 §8.2.7, §21.5.4. */
import type { Counters } from '../../machines/counters.ts';
import type { TransactionIndex } from '../../machines/transaction-index.ts';
import type { Admit } from '../../machines/transaction-table.ts';
import type { SipRequest } from '../message/message.ts';
import type { Entropy } from '../transaction/branch.ts';
import { cancelledKey } from '../transaction/key.ts';
import { buildStatelessRefusal } from '../transaction/refusal.ts';
import type { SourceBuckets } from './source-rate.ts';

/** Above which no new work is taken up. */
export interface AdmissionLimits {
  /** Transactions without a final response. Those that only absorb retransmissions are bounded by memory alone. */
  readonly transactions: number;
  /** Dialogs. */
  readonly dialogs: number;
  /** The part of the memory that is in use, from 0 to 1. */
  readonly memory: number;
}

/** The part of the memory this process may have that is in use: from 0 to 1. Asked for every new request: it must be cheap. */
export type MemoryGauge = () => number;

/** What decides. */
export interface AdmissionInput {
  readonly limits: AdmissionLimits;
  /** Undefined where nobody can tell, as in a browser. */
  readonly memory: MemoryGauge | undefined;
  /** Undefined when each source may send as much as it likes. */
  readonly sources: SourceBuckets | undefined;
  /** Milliseconds that never go back. */
  readonly now: () => number;
  readonly entropy: Entropy;
  readonly counters: Counters;
}

/** Whether a request opens something new, rather than being about something that may live: a dialog, or what a CANCEL ends. */
const isNewWork = ({ method, to }: SipRequest): boolean => to.tag === undefined && method !== 'CANCEL';

/** Whether the dialog of a request lives, or the INVITE of a CANCEL. */
function isAboutLiving(request: SipRequest, index: TransactionIndex): boolean {
  if (request.method === 'CANCEL') return index.inviteServer(cancelledKey(request)) !== undefined;
  return index.dialogOf(request) !== undefined;
}

/**
 * Turns away new work above a limit with 503. What is about something that lives is always taken up: it helps to end it.
 * A CANCEL or a request inside a dialog that is about nothing then gets the 481 that it would get anyway, without a
 * transaction: a made-up To tag is no way past the limits.
 */
export function admission({ limits, memory, sources, now, entropy, counters }: AdmissionInput): Admit {
  const isCrowded = (request: SipRequest, index: TransactionIndex): boolean =>
    (memory !== undefined && memory() > limits.memory) ||
    index.hasUnanswered(limits.transactions) ||
    (request.method === 'INVITE' && request.to.tag === undefined && index.dialogs >= limits.dialogs);

  return ({ request, flow }, index) => {
    const isNew = isNewWork(request);
    if (isNew && sources !== undefined && !sources.take(flow.remote.host, now())) {
      counters.count('sourceRate');
      return buildStatelessRefusal(request, 503, entropy);
    }
    if (!isCrowded(request, index)) return undefined;
    if (!isNew && isAboutLiving(request, index)) return undefined;
    counters.count('overload');
    return buildStatelessRefusal(request, isNew ? 503 : 481, entropy);
  };
}
