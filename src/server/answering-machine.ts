/** A service that takes every call: for trying out a phone, a proxy, a load generator. It has no media. */
import { userOf } from '../core/contact.ts';
import { answerOffer, buildOffer } from '../sdp/answer.ts';
import type { Clock } from '../stack/clock.ts';
import type { Stack } from '../stack/stack.ts';
import type { Call, CallEnd, CallState } from '../ua/call.ts';
import type { IncomingCall } from '../ua/incoming-call.ts';
import { UserAgent } from '../ua/user-agent.ts';

/** What became of one call. */
export interface CallReport {
  /** From and Request-URI of its INVITE. */
  readonly from: string;
  readonly to: string;
  /** The states it went through, in order. */
  readonly states: readonly (CallState | 'Rejected' | 'Cancelled')[];
  /** Who ended it; undefined when it was never up. */
  readonly by: CallEnd['by'] | undefined;
  /** From the INVITE to the end, ms. */
  readonly duration: number;
}

/** What the service is given. */
export interface AnsweringMachineOptions {
  readonly stack: Stack;
  readonly clock: Clock;
  /** Our address in `o=` and `c=`. */
  readonly address: string;
  /** Whether calls to the user `busy` are refused (486), and those to `ring` ring until their caller gives up. */
  readonly testNumbers?: boolean;
  /** Told of each call when it is over. */
  readonly onCallEnd?: (report: CallReport) => void;
  /** Told what went wrong inside; the call got a 500. */
  readonly onError?: (error: unknown) => void;
}

/** Answers every call on a stack: 180, then 200 with a valid answer; 488 when nothing in the offer can be taken. */
export function answerEveryCall({
  stack,
  clock,
  address,
  testNumbers = false,
  onCallEnd,
  onError
}: AnsweringMachineOptions): UserAgent {
  const userAgent = new UserAgent(stack, {}, onError);
  const { entropy } = stack.surroundings;

  const describe = (offer: string | undefined): string | undefined => {
    const origin = { address, sessionId: entropy.below(2 ** 31) };
    return offer === undefined ? buildOffer(origin) : answerOffer(offer, origin);
  };

  const takeReinvite = (reinvite: IncomingCall): void => {
    const sdp = describe(reinvite.offer);
    if (sdp === undefined) reinvite.reject(488);
    // Its failure is the dialog's to deal with: no ACK means BYE.
    else reinvite.answer({ sdp }).catch(() => undefined);
  };

  userAgent.onCall(async (incoming) => {
    const began = clock.now();
    const report = (states: CallReport['states'], by: CallReport['by']): void => {
      const { from, requestUri } = incoming.request;
      onCallEnd?.({ from: from.uri.text, to: requestUri.text, states, by, duration: clock.now() - began });
    };
    // The caller may have given up before we were asked.
    if (!incoming.pending) {
      report(['Cancelled'], undefined);
      return;
    }
    const number = testNumbers ? userOf(incoming.request.requestUri) : undefined;
    if (number === 'ring') {
      incoming.ring();
      incoming.signal.addEventListener('abort', () => {
        report(['Cancelled'], undefined);
      });
      return;
    }
    const sdp = number === 'busy' ? undefined : describe(incoming.offer);
    if (sdp === undefined) {
      incoming.reject(number === 'busy' ? 486 : 488);
      report(['Rejected'], undefined);
      return;
    }
    incoming.ring();
    // No ACK, or a BYE before it, ends the dialog; the handle on it tells how.
    incoming.answer({ sdp }).catch(() => undefined);
    // There since the 200 is out.
    const call = incoming.call as Call;
    const states: CallState[] = [];
    call.state$.subscribe((state) => states.push(state));
    call.reinvites$.subscribe(takeReinvite);
    const { by } = await call.ended;
    report(states, by);
  });
  return userAgent;
}
