/** The CANCEL of a request (RFC 3261 §9.1). */
import { makeField } from '../message/field.ts';
import { cseq } from '../message/headers/cseq.ts';
import { maxForwards } from '../message/headers/max-forwards.ts';
import { via } from '../message/headers/via.ts';
import { SipRequest } from '../message/message.ts';
import { initialMaxForwards } from '../message/request.ts';

/**
 * The CANCEL of an INVITE: Request-URI, Call-ID, To, From, Route, CSeq number and the one Via, branch included, are the
 * INVITE's; no Require, no Proxy-Require.
 */
export function buildCancel(invite: SipRequest): SipRequest {
  const cseqValue = { sequence: invite.cseq.sequence, method: 'CANCEL' };
  const { topmostVia, from, to, callId } = invite;
  return new SipRequest('CANCEL', invite.requestUri, { topmostVia, from, to, callId, cseq: cseqValue }, [
    makeField(via.name, via.format(topmostVia)),
    makeField(maxForwards.name, maxForwards.format(initialMaxForwards)),
    ...invite.fieldsOf('Route'),
    ...invite.fieldsOf('From'),
    ...invite.fieldsOf('To'),
    ...invite.fieldsOf('Call-ID'),
    makeField(cseq.name, cseq.format(cseqValue))
  ]);
}
