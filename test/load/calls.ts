/** Many calls between two user agents over a bad network: how many are whole, and what went wrong with the others. */
import type { ChartLogic } from '../../machines/index.ts';
import { makeField } from '../../src/message/field.ts';
import {
  type Conditions,
  type Datagram,
  Invariants,
  Network,
  type NetworkCounts,
  Random
} from '../../src/testing/index.ts';
import type { Call } from '../../src/ua/call.ts';
import type { UserAgent } from '../../src/ua/user-agent.ts';

/** What is to be simulated. */
export interface LoadOptions {
  readonly calls: number;
  readonly seed: number;
  /** What the network is like; as `badDay` unless given. */
  readonly conditions?: Partial<Conditions>;
  /** Whether the callee says its 2xx again (§13.3.1.4): false shows what the count is worth. */
  readonly repeatsSuccess?: boolean;
  /** What runs the charts; the compiled ones unless given. */
  readonly logic?: ChartLogic;
}

/** What came of it. */
export interface LoadReport {
  /** What the network was like, with its seed. */
  readonly network: string;
  /** Calls that were answered, confirmed on both sides and ended on both sides by BYE. */
  readonly successes: number;
  /** What became of each of the others, with its ladder; of at most ten. */
  readonly failures: readonly string[];
  readonly packets: NetworkCounts;
  /** What is left of everything after all calls: 0. */
  readonly left: Readonly<Record<string, number>>;
  /** What both stacks have counted, together. */
  readonly counted: Readonly<Record<string, number>>;
  /** Which invariants were broken, which calls are connected with another one, and what any stack reported. */
  readonly broken: readonly string[];
  /** Virtual time from the first INVITE to the last timer, ms. */
  readonly took: number;
}

/** Far worse than any network that people would speak over. */
export const badDay = { loss: 0.2, duplication: 0.1, reordering: 0.1 } as const;
/** ms that a datagram is under way. */
const delay = [10, 60] as const;

/** ms between one call and the next. */
const interval = 20;
/** ms that a call rings. */
const ringing = [0, 2000] as const;
/** ms that people talk: longer than an ACK may be under way (64·T1). A BYE that overtakes it is another matter (fault F7). */
const talk = [33_000, 40_000] as const;

const sdp = 'v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\nm=audio 9 RTP/AVP 0\r\n';

/** How far a call has come. Each side hangs up every other call. */
interface Progress {
  readonly subject: string;
  /** `answered`, or why it was not. */
  caller: string;
  callee: string;
  callerId: Call['id'] | undefined;
  calleeId: Call['id'] | undefined;
  callerEnd: string | undefined;
  calleeEnd: string | undefined;
}

const isWhole = ({ callerEnd, calleeEnd }: Progress): boolean =>
  (callerEnd === 'local' && calleeEnd === 'remote') || (callerEnd === 'remote' && calleeEnd === 'local');

/**
 * The calls whose caller speaks with the callee of another one. (With nobody it may speak: a flipped bit in a To tag makes
 * a dialog that has no other end.)
 */
function misconnected(all: readonly Progress[]): readonly string[] {
  const callees = new Map<string, string>();
  for (const { calleeId: id, subject } of all)
    if (id !== undefined) callees.set(`${id.callId} ${id.remoteTag} ${id.localTag}`, subject);
  return all.flatMap(({ callerId: id, subject }) => {
    const other = id && callees.get(`${id.callId} ${id.localTag} ${id.remoteTag}`);
    return other === undefined || other === subject ? [] : [`${subject} is connected with ${other}`];
  });
}

class Load {
  readonly network: Network;
  readonly alice: UserAgent;
  readonly bob: UserAgent;
  readonly invariants = new Invariants();
  readonly progress = new Map<string, Progress>();
  readonly #random: Random;

  constructor({ seed, logic, conditions = badDay, repeatsSuccess = true }: LoadOptions) {
    this.network = new Network({ seed, delay, ...conditions, keeps: 10_000_000 });
    this.#random = new Random(seed);
    if (!repeatsSuccess) this.#loseRepeatedSuccess();
    const options = { ...(logic === undefined ? {} : { logic }), callLimits: { longestCall: 300_000 } };
    this.alice = this.network.userAgent('alice', options);
    this.bob = this.network.userAgent('bob', options);
    this.invariants.watch('alice', this.alice.stack);
    this.invariants.watch('bob', this.bob.stack);
    this.bob.onCall(async (incoming) => {
      const progress = this.progress.get(incoming.request.field('Subject')?.value ?? '');
      // A bit of its Subject may have been flipped.
      if (progress === undefined) {
        incoming.reject(404);
        return;
      }
      incoming.ring();
      await this.#wait(ringing);
      try {
        const call = await incoming.answer({ sdp });
        progress.callee = 'confirmed';
        progress.calleeId = call.id;
        progress.calleeEnd = await this.#hold(call, progress.subject.endsWith('even'));
      } catch (error) {
        progress.callee = String(error);
      }
    });
  }

  #loseRepeatedSuccess(): void {
    const answered = new Set<string>();
    const isRepeated = ({ words, message }: Datagram): boolean => {
      if (words !== '200 INVITE' || message.kind === 'refused') return false;
      if (answered.has(message.callId)) return true;
      answered.add(message.callId);
      return false;
    };
    this.network.lose({ what: isRepeated });
  }

  async #wait([least, most]: readonly [least: number, most: number]): Promise<void> {
    const ms = least + this.#random.below(most - least);
    await new Promise<void>((resolve) => this.network.clock.setTimeout(resolve, ms));
  }

  /** Waits for the end of a call, and brings it about if it is ours to hang up. */
  async #hold(call: Call, hangsUp: boolean): Promise<string> {
    if (hangsUp) {
      await this.#wait(talk);
      await call.hangUp();
    }
    return (await call.ended).by;
  }

  async place(number: number): Promise<void> {
    const subject = `call ${String(number)} ${number % 2 === 0 ? 'even' : 'odd'}`;
    const progress: Progress = {
      subject,
      caller: '',
      callee: '',
      callerId: undefined,
      calleeId: undefined,
      callerEnd: undefined,
      calleeEnd: undefined
    };
    this.progress.set(subject, progress);
    try {
      const call = await this.alice.invite('sip:bob@bob', { sdp, fields: [makeField('Subject', subject)] });
      progress.caller = 'confirmed';
      progress.callerId = call.id;
      progress.callerEnd = await this.#hold(call, subject.endsWith('odd'));
    } catch (error) {
      progress.caller = String(error);
    }
  }

  /** A failed call: what each side says of it, and its ladder. */
  tell({ subject, caller, callee, callerEnd = '-', calleeEnd = '-' }: Progress): string {
    const first = this.network
      .sent({ what: 'INVITE' })
      .find(({ message }) => message.kind === 'request' && message.field('Subject')?.value === subject)?.message;
    const callId = first?.kind === 'request' ? first.callId : undefined;
    const ladder = this.network.sent({
      what: ({ message }) => message.kind !== 'refused' && message.callId === callId
    });
    return [`${subject}: caller ${caller}, ${callerEnd}; callee ${callee}, ${calleeEnd}`, ...ladder].join('\n  ');
  }
}

/** Runs the calls, until nothing is due any more. */
export async function simulate(options: LoadOptions): Promise<LoadReport> {
  const load = new Load(options);
  const { network, alice, bob, invariants } = load;
  for (let number = 1; number <= options.calls; number++) {
    void load.place(number);
    await network.pass(interval);
  }
  await network.rest();
  const all = [...load.progress.values()];
  const failed = all.filter((progress) => !isWhole(progress));
  const counted: Record<string, number> = {};
  for (const { stack } of [alice, bob])
    for (const [name, count] of Object.entries(stack.counters))
      if (count > 0) counted[name] = (counted[name] ?? 0) + count;
  const left = { timers: network.clock.pending, transactions: 0, dialogs: 0, invites: 0, calls: 0 };
  for (const { stack, calls } of [alice, bob]) {
    left.transactions += stack.transactions;
    left.dialogs += stack.dialogs;
    left.invites += stack.invites;
    left.calls += calls.length;
  }
  return {
    network: String(network),
    successes: all.length - failed.length,
    failures: failed.slice(0, 10).map((progress) => load.tell(progress)),
    packets: network.counts,
    left,
    counted,
    broken: [...invariants.rest(), ...misconnected(all), ...network.errors.map(String)],
    took: network.clock.now()
  };
}
