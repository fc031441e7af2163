/** An INVITE of ours, from the outside: what comes of its UAC side (RFC 3261 §13.2.2). */
import { waitFor } from 'xstate';
import type { UacInviteRef } from '../../machines/events.ts';
import type { UacInviteOutcome } from '../../machines/uac-invite.ts';
import type { SipResponse } from '../message/message.ts';
import { SipCancelledError, SipRejectedError, SipTimeoutError, SipTransportError } from './errors.ts';

/**
 * How an INVITE ends; undefined when it loses its stack. `onProvisional` is told of each provisional response but 100;
 * what it throws goes to `onError` and stops nothing.
 */
export async function outcomeOf(
  invite: UacInviteRef,
  onProvisional: (response: SipResponse) => void,
  onError: (error: unknown) => void
): Promise<UacInviteOutcome | undefined> {
  let last: SipResponse | undefined;
  const progress = invite.subscribe({
    next: ({ context: { provisional } }) => {
      if (provisional === undefined || provisional === last || provisional.status === 100) return;
      last = provisional;
      try {
        onProvisional(provisional);
      } catch (error) {
        onError(error);
      }
    },
    // The promise below knows it too; without a listener here it would be nobody's, and end the process.
    error: () => undefined
  });
  const ended = waitFor(invite, ({ context: { outcome } }) => outcome !== undefined, { timeout: Infinity });
  const outcome = await ended.then(
    ({ context }) => context.outcome,
    () => undefined
  );
  progress.unsubscribe();
  return outcome;
}

/** What an INVITE that made no call is thrown as. */
export function failureOf(outcome: Exclude<UacInviteOutcome, { readonly kind: 'accepted' }> | undefined): Error {
  switch (outcome?.kind) {
    case 'rejected':
      // Only a response rejects.
      return new SipRejectedError(outcome.response as SipResponse);
    case 'cancelled':
      return new SipTimeoutError('the peer rang for too long');
    case 'timeout':
      return new SipTimeoutError();
    case 'error':
      return new SipTransportError(outcome.error);
    case undefined:
      return new SipCancelledError('the stack dropped the call', undefined);
  }
}
