/** Making a request inside a dialog: RFC 3261 §12.2.1.1. */
import type { HeaderField } from '../message/field.ts';
import type { Via } from '../message/headers/via.ts';
import type { SipRequest } from '../message/message.ts';
import { buildRequest } from '../message/request.ts';
import { routeRequest } from './route-set.ts';
import type { DialogState } from './state.ts';

/** What the dialog does not know of its request. */
export interface InDialogParts {
  readonly method: string;
  readonly via: Via;
  readonly sequence: number;
  readonly fields?: readonly HeaderField[];
  readonly body?: Uint8Array;
}

/**
 * A request inside a dialog: To, From, Call-ID, Request-URI and Route are the dialog's.
 * An ACK is given the CSeq number of its INVITE (§13.2.2.4), anything else the next one.
 */
export function buildRequestInDialog(state: DialogState, parts: InDialogParts): SipRequest {
  const { requestUri, routes } = routeRequest(state.routeSet, state.remoteTarget);
  return buildRequest({
    ...parts,
    requestUri,
    routeSet: routes,
    from: state.local,
    to: state.remote,
    callId: state.id.callId
  });
}
