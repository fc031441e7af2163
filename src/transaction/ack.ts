/** The ACK of the client transaction, for a final response other than 2xx (RFC 3261 §17.1.1.3). */
import { makeField } from '../message/field.ts';
import { cseq } from '../message/headers/cseq.ts';
import { maxForwards } from '../message/headers/max-forwards.ts';
import { via } from '../message/headers/via.ts';
import { SipRequest, type SipResponse } from '../message/message.ts';
import { initialMaxForwards } from '../message/request.ts';

/**
 * The ACK for a 300–699: Call-ID, From, Request-URI, Route and the one Via of the INVITE, To of the response, the
 * INVITE's CSeq number.
 */
export function buildAck(invite: SipRequest, response: SipResponse): SipRequest {
  const cseqValue = { sequence: invite.cseq.sequence, method: 'ACK' };
  const { topmostVia, from, callId } = invite;
  return new SipRequest('ACK', invite.requestUri, { topmostVia, from, to: response.to, callId, cseq: cseqValue }, [
    makeField(via.name, via.format(topmostVia)),
    makeField(maxForwards.name, maxForwards.format(initialMaxForwards)),
    ...invite.fieldsOf('Route'),
    ...invite.fieldsOf('From'),
    ...response.fieldsOf('To'),
    ...invite.fieldsOf('Call-ID'),
    makeField(cseq.name, cseq.format(cseqValue))
  ]);
}
