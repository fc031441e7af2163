/** Alice and Bob, each with a user agent on a stack of its own, on one wire. */
import type { StackOptions } from '../../src/stack/stack.ts';
import type { NetworkOptions } from '../../src/testing/index.ts';
import type { Call } from '../../src/ua/call.ts';
import type { IncomingCall } from '../../src/ua/incoming-call.ts';
import type { InviteOptions, UserAgent } from '../../src/ua/user-agent.ts';
import { Wire } from './wire.ts';

/** A session description as an application would write it. */
export const sdpOfAlice =
  'v=0\r\no=- 1 1 IN IP4 192.0.2.2\r\ns=-\r\nc=IN IP4 192.0.2.2\r\nt=0 0\r\nm=audio 9 RTP/AVP 0\r\n';
export const sdpOfBob = sdpOfAlice.replaceAll('192.0.2.2', '192.0.2.1');

/** Where Alice finds Bob. */
export const atBob = 'sip:bob@192.0.2.1';

/** A promise, and what has become of it so far. It counts as handled. */
export interface Watched<T> {
  /** `pending`, `resolved`, or what it was rejected with. */
  state: unknown;
  value: T | undefined;
}

export function watch<T>(promise: Promise<T>): Watched<T> {
  const watched: Watched<T> = { state: 'pending', value: undefined };
  promise.then(
    (value) => {
      watched.state = 'resolved';
      watched.value = value;
    },
    (error: unknown) => {
      watched.state = error;
    }
  );
  return watched;
}

/** The value of a promise that must have been resolved by now. */
export function valueOf<T>({ state, value }: Watched<T>): T {
  if (value === undefined) throw new Error(`not resolved: ${String(state)}`);
  return value;
}

export interface PhonesOptions {
  readonly alice?: Partial<StackOptions>;
  readonly bob?: Partial<StackOptions>;
  readonly network?: NetworkOptions;
}

export class Phones {
  readonly wire: Wire;
  readonly alice: UserAgent;
  readonly bob: UserAgent;
  /** The calls that Bob was offered; nothing answers them. */
  readonly offered: IncomingCall[] = [];

  constructor({ alice, bob, network }: PhonesOptions = {}) {
    this.wire = new Wire(network);
    this.alice = this.wire.userAgent('alice', alice);
    this.bob = this.wire.userAgent('bob', bob);
    this.bob.incoming$.subscribe((incoming) => this.offered.push(incoming));
  }

  /** Alice calls Bob. */
  calls(options: Partial<InviteOptions> = {}): Watched<Call> {
    return watch(this.alice.invite(atBob, { sdp: sdpOfAlice, ...options }));
  }

  /** Alice calls Bob, and he has been offered the call; his 100, due after 200 ms (§17.2.1), has come back. */
  async reaches(
    options: Partial<InviteOptions> = {}
  ): Promise<{ readonly placed: Watched<Call>; readonly incoming: IncomingCall }> {
    const placed = this.calls(options);
    await this.wire.pass(300);
    return { placed, incoming: this.incoming };
  }

  /** A call that is up: Alice's handle on it and Bob's. */
  async talk(options: Partial<InviteOptions> = {}): Promise<{ readonly calling: Call; readonly called: Call }> {
    const { placed, incoming } = await this.reaches(options);
    const answered = watch(incoming.answer({ sdp: sdpOfBob }));
    await this.wire.settle();
    return { calling: valueOf(placed), called: valueOf(answered) };
  }

  /** The last call that Bob was offered. */
  get incoming(): IncomingCall {
    const last = this.offered.at(-1);
    if (last === undefined) throw new Error('no call was offered');
    return last;
  }
}
