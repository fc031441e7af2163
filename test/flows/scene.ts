/** Where races are run: Alice and Bob with whole stacks, Carol played by hand, and the wire between them in short text. */
import type { ChartLogic } from '../../machines/index.ts';
import { charts } from '../../machines/index.ts';
import type { Capabilities } from '../../src/core/inspect.ts';
import { makeField } from '../../src/message/field.ts';
import type { SipRequest } from '../../src/message/message.ts';
import type { ResponseOptions } from '../../src/message/response.ts';
import { compiledCharts } from '../../src/stack/compiled-charts.ts';
import type { Stack } from '../../src/stack/stack.ts';
import { type Datagram, Invariants, type NetworkOptions, type Peer } from '../../src/testing/index.ts';
import { SipRejectedError } from '../../src/ua/errors.ts';
import type { Call } from '../../src/ua/call.ts';
import type { InviteOptions } from '../../src/ua/user-agent.ts';
import { type RequestText, request } from '../support/messages.ts';
import { atBob, Phones, sdpOfAlice, sdpOfBob, type Watched, watch } from '../support/phones.ts';

/** What may run the charts. */
export const engines: readonly (readonly [name: string, logic: ChartLogic])[] = [
  ['compiled', compiledCharts],
  ['XState’s interpreter', charts]
];

export interface SceneOptions {
  readonly logic?: ChartLogic;
  readonly network?: NetworkOptions;
  readonly answerLimit?: number;
  /** What Bob can take beside the usual. */
  readonly capabilities?: Partial<Capabilities>;
}

/** Who stands left of whom on the ladder. */
const order = ['alice', 'carol', 'bob'];

/** `INVITE>`, `<180`, `<200(BYE)`: a bare status is of INVITE. What did not arrive has a cross: `ACK>x`, `x<180`. */
function shortRung({ from, to, words, passage }: Datagram): string {
  const [status, method] = words.split(' ');
  const what = method === undefined || method === 'INVITE' ? status : `${status!}(${method})`;
  const lost = passage?.fate === 'carried' ? '' : 'x';
  return order.indexOf(from) < order.indexOf(to) ? `${what!}>${lost}` : `${lost}<${what!}`;
}

/** A ladder in one line; what is said several times in a row is counted: `7*INVITE>`. */
export function shortLadder(datagrams: readonly Datagram[]): string {
  const said: { rung: string; times: number }[] = [];
  for (const datagram of datagrams) {
    const rung = shortRung(datagram);
    const last = said.at(-1);
    if (last?.rung === rung) last.times++;
    else said.push({ rung, times: 1 });
  }
  return said.map(({ rung, times }) => (times === 1 ? rung : `${times}*${rung}`)).join(' ');
}

/** Why Alice gives up. */
const reason = new Error('given up');

export class Scene extends Phones {
  readonly carol: Peer;
  readonly invariants: Invariants;
  /** What has become of Alice's call, and of Bob's answers. */
  placed: Watched<Call> | undefined;
  readonly answers: Watched<Call>[] = [];
  readonly #giveUp = new AbortController();

  constructor({ logic = compiledCharts, network = {}, answerLimit, capabilities = {} }: SceneOptions = {}) {
    super({
      alice: { logic },
      bob: { logic, capabilities, ...(answerLimit === undefined ? {} : { callLimits: { answerLimit } }) },
      network
    });
    this.carol = this.wire.peer('carol');
    this.invariants = new Invariants({ alice: this.alice.stack, bob: this.bob.stack });
  }

  async pass(ms: number): Promise<void> {
    await this.wire.pass(ms);
  }

  // --- Alice ------------------------------------------------------------------------------------------------------------

  /** Alice calls Bob, or Carol; her INVITE has arrived. */
  async aliceCalls(target = atBob, options: Partial<InviteOptions> = {}): Promise<void> {
    this.placed = watch(this.alice.invite(target, { sdp: sdpOfAlice, signal: this.#giveUp.signal, ...options }));
    await this.pass(10);
  }

  aliceGivesUp(): void {
    this.#giveUp.abort(reason);
  }

  /** Alice hangs up: every call of hers. */
  aliceHangsUp(): void {
    for (const call of this.alice.calls) void call.hangUp();
  }

  /** What Alice knows: `ringing`, `up`, `given up`, `rejected 486`, `SipTimeoutError`, … */
  get aliceKnows(): string {
    if (this.placed === undefined) return 'nothing';
    const { state, value } = this.placed;
    if (value !== undefined) return value.state === 'Confirmed' ? 'up' : 'over';
    if (state === 'pending') return 'ringing';
    if (state === reason) return 'given up';
    if (state instanceof SipRejectedError) return `rejected ${state.status}`;
    return state instanceof Error ? state.name : String(state);
  }

  // --- Bob --------------------------------------------------------------------------------------------------------------

  /** Bob rings, answers or refuses the last call that he was offered. */
  bobSays(status: number): void {
    if (status < 200) this.incoming.ring({ status });
    else if (status < 300) this.answers.push(watch(this.incoming.answer({ sdp: sdpOfBob })));
    else this.incoming.reject(status);
  }

  bobHangsUp(): void {
    for (const call of this.bob.calls) void call.hangUp();
  }

  /** What Bob knows of his last answer: `answering`, `up`, `over`, or the name of an error. */
  get bobKnows(): string {
    const last = this.answers.at(-1);
    if (last === undefined) return 'nothing';
    if (last.value !== undefined) return last.value.state === 'Confirmed' ? 'up' : 'over';
    if (last.state === 'pending') return 'answering';
    return last.state instanceof Error ? last.state.name : String(last.state);
  }

  // --- Carol, by hand ---------------------------------------------------------------------------------------------------

  /** Carol responds to Alice's INVITE, with a tag of her choice. */
  carolSays(status: number, toTag: string | undefined = 'c', options: ResponseOptions = {}): void {
    const fields = [makeField('Contact', '<sip:carol@192.0.2.3>')];
    this.carol.respond(this.carol.request('INVITE'), status, { toTag, fields, ...options });
  }

  /** From now on Carol says 200 to every BYE and CANCEL. */
  carolAgrees(): void {
    this.carol.hears = (message) => {
      if (message.kind === 'request' && ['BYE', 'CANCEL'].includes(message.method)) this.carol.respond(message, 200);
    };
  }

  /** Carol's INVITE of Bob: the same one each time unless the text differs. */
  carolsInvite(text: RequestText = {}): SipRequest {
    return this.carolsRequest('INVITE', { branch: 'z9hG4bKc1', fields: ['Contact: <sip:carol@192.0.2.3>'], ...text });
  }

  /** Another request of Carol's to Bob, with the To tag of the last response that she has heard. */
  carolsRequest(method: string, text: RequestText = {}): SipRequest {
    const tag = method === 'INVITE' ? undefined : this.carol.heard.findLast(({ kind }) => kind === 'response')?.to.tag;
    const to = tag === undefined ? '<sip:bob@192.0.2.1>' : `<sip:bob@192.0.2.1>;tag=${tag}`;
    const via = `SIP/2.0/UDP 192.0.2.3:5060;branch=${text.branch ?? `z9hG4bK${method}`}`;
    return request(method, { via, from: '<sip:carol@192.0.2.3>;tag=c', to, ...text });
  }

  // --- what comes of it -------------------------------------------------------------------------------------------------

  /** Lets everything end by itself. */
  async rests(): Promise<void> {
    await this.wire.rest(1_200_000);
  }

  get ladder(): string {
    return shortLadder(this.wire.sent());
  }

  /** What was counted, by the stack that counted it. */
  get counted(): Readonly<Record<string, Readonly<Record<string, number>>>> {
    const counted = Object.entries({ alice: this.alice.stack, bob: this.bob.stack }).map(
      ([name, stack]) => [name, countedBy(stack)] as const
    );
    return Object.fromEntries(counted.filter(([, counters]) => Object.keys(counters).length > 0));
  }
}

function countedBy(stack: Stack): Readonly<Record<string, number>> {
  // What a transaction absorbs, repetitions for the most part, is in the ladder already.
  return Object.fromEntries(Object.entries(stack.counters).filter(([name, count]) => count > 0 && name !== 'absorbed'));
}
