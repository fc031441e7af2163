/** What comes of our requests inside a dialog, as promises: RFC 3261 §12.2.1.2, §14.1. */
import type { RequestInDialogRef, UacReInviteRef } from '../../machines/events.ts';
import type { SipResponse } from '../message/message.ts';
import { SipCancelledError, SipRejectedError, SipTimeoutError, SipTransportError } from './errors.ts';
import { until } from './until.ts';

/** The error of who asks something of a call that has ended. */
export const gone = (): SipCancelledError => new SipCancelledError('the call is over', undefined);

/** What it is thrown as that a request had no answer. */
function failureOf(
  outcome: { readonly kind: 'timeout' | 'gone' } | { readonly kind: 'error'; readonly error: Error } | undefined
): Error {
  if (outcome?.kind === 'timeout') return new SipTimeoutError();
  return outcome?.kind === 'error' ? new SipTransportError(outcome.error) : gone();
}

/**
 * The 2xx of a re-INVITE. When the signal aborts it is cancelled; a 2xx that wins has changed the session all the same.
 * @throws SipRejectedError for another final response: the session is as it was
 * @throws SipTimeoutError without one (the call is hung up), or when the peer's INVITEs were in its way each time
 * @throws SipTransportError when it could not be sent; SipCancelledError when the call is over; the signal's reason
 */
export async function acceptanceOf(reInvite: UacReInviteRef, signal: AbortSignal | undefined): Promise<SipResponse> {
  const cancel = (): void => {
    if (reInvite.getSnapshot().status === 'active') reInvite.send({ type: 'user.cancel' });
  };
  if (signal?.aborted === true) cancel();
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    await until(reInvite, ({ context }) => context.outcome !== undefined);
  } finally {
    signal?.removeEventListener('abort', cancel);
  }
  const { outcome } = reInvite.getSnapshot().context;
  switch (outcome?.kind) {
    case 'accepted':
      return outcome.response;
    case 'rejected':
      throw new SipRejectedError(outcome.response);
    case 'cancelled':
      signal?.throwIfAborted();
      throw new SipTimeoutError('the peer took too long to answer');
    case 'busy':
      throw new SipTimeoutError('an INVITE of the peer was in the way');
    default:
      throw failureOf(outcome);
  }
}

/**
 * The 2xx to a request inside a dialog.
 * @throws SipRejectedError, SipTimeoutError, SipTransportError, SipCancelledError as for a re-INVITE
 */
export async function answerTo(request: RequestInDialogRef): Promise<SipResponse> {
  await until(request, ({ context }) => context.outcome !== undefined);
  const { outcome } = request.getSnapshot().context;
  switch (outcome?.kind) {
    case 'answered':
      if (outcome.response.status >= 300) throw new SipRejectedError(outcome.response);
      return outcome.response;
    default:
      throw failureOf(outcome);
  }
}
