/** Making a request outside a dialog (RFC 3261 §8.1.1). */
import { isAll, TOKEN } from '../syntax/characters.ts';
import { type HeaderField, isHeaderText, makeField } from './field.ts';
import { callId } from './headers/call-id.ts';
import { type CSeq, cseq, cseqLimit } from './headers/cseq.ts';
import { type From, from } from './headers/from.ts';
import { maxForwards } from './headers/max-forwards.ts';
import type { NameAddr } from './headers/name-addr.ts';
import { route } from './headers/route.ts';
import { type To, to } from './headers/to.ts';
import { type Via, via } from './headers/via.ts';
import { noBody, SipRequest } from './message.ts';
import type { Uri } from './uri/uri.ts';
import { UsageError } from './usage-error.ts';

/** Everything a request needs (§8.1.1), decided. */
export interface RequestParts {
  readonly method: string;
  readonly requestUri: Uri;
  readonly via: Via;
  readonly from: From;
  readonly to: To;
  readonly callId: string;
  readonly sequence: number;
  /** 70 unless given (§8.1.1.6). */
  readonly maxForwards?: number;
  readonly routeSet?: readonly NameAddr[];
  /** Further fields, behind the required ones. */
  readonly fields?: readonly HeaderField[];
  readonly body?: Uint8Array;
}

/** The hops a new request may pass (§8.1.1.6). */
export const initialMaxForwards = 70;

/**
 * Puts a request together.
 * @throws UsageError `ERR_SIP_INVALID_FIELD` or `ERR_SIP_INVALID_URI` when a part would break the message
 */
export function buildRequest(parts: RequestParts): SipRequest {
  const { method, sequence, maxForwards: hops = initialMaxForwards } = parts;
  if (!isAll(method, TOKEN)) throw new UsageError('ERR_SIP_INVALID_FIELD', `not a method: ${JSON.stringify(method)}`);
  if (!Number.isInteger(sequence) || sequence < 0 || sequence >= cseqLimit)
    throw new UsageError('ERR_SIP_INVALID_FIELD', `not a CSeq number: ${String(sequence)}`);
  if (!Number.isInteger(hops) || hops < 0 || hops > 255)
    throw new UsageError('ERR_SIP_INVALID_FIELD', `not a Max-Forwards: ${String(hops)}`);
  if (!isHeaderText(parts.requestUri.text) || parts.requestUri.text.includes(' '))
    throw new UsageError('ERR_SIP_INVALID_URI', `not a URI: ${JSON.stringify(parts.requestUri.text)}`);
  const cseqValue: CSeq = { sequence, method };
  const fields = [
    makeField(via.name, via.format(parts.via)),
    makeField(maxForwards.name, maxForwards.format(hops)),
    ...(parts.routeSet ?? []).map((hop) => makeField(route.name, route.format(hop))),
    makeField(from.name, from.format(parts.from)),
    makeField(to.name, to.format(parts.to)),
    makeField(callId.name, callId.format(parts.callId)),
    makeField(cseq.name, cseq.format(cseqValue)),
    ...(parts.fields ?? [])
  ];
  const essentials = { topmostVia: parts.via, from: parts.from, to: parts.to, callId: parts.callId, cseq: cseqValue };
  return new SipRequest(method, parts.requestUri, essentials, fields, parts.body ?? noBody);
}
