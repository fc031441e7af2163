/**
 * A network in memory, as a test wants it: it joins whole stacks, and peers played by hand, on one virtual clock; it loses,
 * repeats, reorders, delays and corrupts datagrams by a seed; it is cut where the test says; and it keeps a record.
 */
import type { Observer } from 'rxjs';
import { fromCallback } from 'xstate';
import type { ToTransport } from '../../machines/events.ts';
import { formatMessage } from '../message/format.ts';
import type { Sendable } from '../message/message.ts';
import { Stack, type StackOptions } from '../stack/stack.ts';
import type { Address } from '../transaction/flow.ts';
import { frameDatagram } from '../transport/framing/datagram.ts';
import { datagramTarget } from '../transport/response-target.ts';
import type { Inbound, Transport, TransportInput } from '../transport/transport.ts';
import { UserAgent, type UserAgentOptions } from '../ua/user-agent.ts';
import { type Conditions, decide, demandConditions, goodConditions } from './conditions.ts';
import { Datagram, type Passage } from './datagram.ts';
import { namedEntropy } from './named-entropy.ts';
import { bytesOf, type Hearing, Peer } from './peer.ts';
import { type Place, Places } from './places.ts';
import { Random } from './random.ts';
import { type Effect, isOneOf, Rules, type Which } from './rules.ts';
import { VirtualClock } from './virtual-clock.ts';

/** What a network is made with; of the conditions those that are not the good ones. */
export interface NetworkOptions extends Partial<Conditions> {
  /** All that is left to chance comes from it: 1 unless given. Print it when a test fails. */
  readonly seed?: number;
  /** The time it lives by; its own, from 0, unless given. */
  readonly clock?: VirtualClock;
  /** Hosts of places by name, where they matter; the others get the free ones of the documentation nets (RFC 5737). */
  readonly hosts?: Readonly<Record<string, string>>;
  /** How many datagrams stay on record, the last ones: 100,000 unless given. */
  readonly keeps?: number;
}

/** How often each thing happened. Once all have arrived, `sent + duplicated = delivered + lost + cut + failed + astray`. */
export interface NetworkCounts {
  /** Datagrams that were sent. */
  readonly sent: number;
  /** Copies beyond the first of each. */
  readonly duplicated: number;
  /** Copies that arrived. */
  readonly delivered: number;
  readonly lost: number;
  /** Stopped by a partition. */
  readonly cut: number;
  /** Whose sender was told that they could not be sent. */
  readonly failed: number;
  /** Copies that came to where nobody was. */
  readonly astray: number;
  readonly reordered: number;
  readonly corrupted: number;
}

/** Takes something back: a rule, a partition. */
export type Lift = () => void;

type Sending = Extract<ToTransport, { readonly type: 'send' }>;

const stopped = (fate: Passage['fate']): Passage => ({ fate, arrivals: [], reordered: false, flippedBit: undefined });

/** The same bytes but for one bit. */
function withFlippedBit(bytes: Uint8Array, bit: number): Uint8Array {
  const changed = bytes.slice();
  const at = Math.floor(bit / 8);
  changed[at] = (changed[at] ?? 0) ^ (0x80 >> (bit % 8));
  return changed;
}

export class Network {
  readonly seed: number;
  readonly clock: VirtualClock;
  /** The stacks that were made here, in order. */
  readonly stacks: Stack[] = [];
  /** What those stacks and their user agents reported: there should be nothing. */
  readonly errors: unknown[] = [];
  readonly #random: Random;
  #conditions: Conditions;
  readonly #rules = new Rules();
  readonly #partitions = new Set<readonly [one: string, other: string]>();
  readonly #places: Places;
  readonly #keeps: number;
  #record: Datagram[] = [];
  readonly #counts = {
    sent: 0,
    duplicated: 0,
    delivered: 0,
    lost: 0,
    cut: 0,
    failed: 0,
    astray: 0,
    reordered: 0,
    corrupted: 0
  };

  /** @throws RangeError for a chance that is none, or a time that is negative or not finite */
  constructor({ seed = 1, clock, hosts = {}, keeps = 100_000, ...conditions }: NetworkOptions = {}) {
    this.seed = seed;
    this.clock = clock ?? new VirtualClock();
    this.#random = new Random(seed);
    this.#places = new Places(hosts);
    this.#keeps = keeps;
    this.#conditions = { ...goodConditions, ...conditions };
    demandConditions(this.#conditions);
  }

  /** `network of seed 7, loss 20 %`: what the message of a failed test should say. */
  toString(): string {
    const { loss, duplication, reordering, corruption } = this.#conditions;
    const bad = Object.entries({ loss, duplication, reordering, corruption })
      .filter(([, chance]) => chance > 0)
      .map(([name, chance]) => `, ${name} ${String(chance * 100)} %`);
    return `network of seed ${String(this.seed)}${bad.join('')}`;
  }

  // --- who is there ---------------------------------------------------------------------------------------------------

  /**
   * A place on the network, as a stack is made with it: `new Stack({ ...network.join('alice'), … })`. Its name is its host
   * name too, and its tokens begin with it. A stack that is closed leaves it, and another may join under the same name.
   */
  join(name: string): Pick<StackOptions, 'transports' | 'environment'> {
    const place = this.#places.called(name);
    return {
      transports: [this.#transportAt(place)],
      environment: {
        clock: this.clock,
        entropy: namedEntropy(name, this.#random, () => ++place.tokens),
        resolveHost: async (host) => Promise.resolve(this.#places.hostOf(host))
      }
    };
  }

  /** A stack on the network; what it reports is in `errors`. */
  stack(name: string, options: Partial<StackOptions> = {}): Stack {
    const stack = new Stack({ ...this.join(name), onError: this.onError, ...options });
    this.stacks.push(stack);
    return stack;
  }

  /**
   * A user agent on a stack of its own; `sip:NAME@example.org` unless `aor` says otherwise. The stack outlives it, so that
   * a test sees what it has left behind.
   */
  userAgent(name: string, options: Partial<StackOptions> & UserAgentOptions = {}): UserAgent {
    const stack = this.stack(name, options);
    return new UserAgent(stack, { aor: `sip:${name}@example.org`, ...options }, this.onError);
  }

  /** A peer that the test plays by hand; `hears` is told of each message that reaches it. */
  peer(name: string, hears?: Hearing): Peer {
    const place = this.#places.called(name);
    const peer = new Peer(name, hears, {
      send: (to, bytes) => {
        this.#carry(place, this.#places.called(to), bytes);
      },
      nameAt: (address) => this.#places.at(address).name
    });
    place.take = (bytes, from) => {
      peer.take(bytes, from.name);
    };
    return peer;
  }

  /** Where a place is; one that nobody has joined yet is reserved. */
  address(name: string): Address {
    return this.#places.called(name).address;
  }

  /** Takes what stacks and user agents report: into `errors`. */
  readonly onError = (error: unknown): void => {
    this.errors.push(error);
  };

  #transportAt(place: Place): Transport {
    const logic = fromCallback<ToTransport, TransportInput>(({ input, receive }) => {
      const take = takerOf(place, input.inbound);
      place.take = take;
      receive((event) => {
        if (event.type === 'send') this.#send(place, event);
      });
      return () => {
        // Somebody else may have joined there by now.
        if (place.take === take) place.take = undefined;
      };
    });
    const closed = Promise.resolve();
    return { protocol: 'UDP', local: place.address, logic, closed, close: async () => closed };
  }

  /** As over a socket: a response goes where its top Via says (§18.2.2). */
  #send(from: Place, { message, flow, sender }: Sending): void {
    const target = message.kind === 'request' ? flow.remote : datagramTarget(message.topmostVia);
    if (target !== undefined) this.#carry(from, this.#places.at(target), formatMessage(message), sender);
    else sender?.send({ type: 'transport.error', error: new Error('the response has no address it may be sent to') });
  }

  // --- what happens on the way ------------------------------------------------------------------------------------------

  /** What may happen by chance. */
  get conditions(): Conditions {
    return this.#conditions;
  }

  /** Changes some of the conditions, from now on. @throws RangeError as the constructor */
  change(conditions: Partial<Conditions>): void {
    const changed = { ...this.#conditions, ...conditions };
    demandConditions(changed);
    this.#conditions = changed;
  }

  /** Loses datagrams. As with every rule the first that fits decides, and what it has decided is not left to chance. */
  lose(which: Which = {}): Lift {
    return this.#rules.add(which, 'lose');
  }

  /** Has datagrams arrive `ms` later than usual: others overtake them. */
  delay(which: Which, ms: number): Lift {
    return this.#rules.add(which, { extra: [ms] });
  }

  /** Has datagrams arrive as usual and once more for each of `after`, so many milliseconds later. */
  repeat(which: Which = {}, after: readonly number[] = [1]): Lift {
    return this.#rules.add(which, { extra: [0, ...after] });
  }

  /** Has the sender told at once that they could not be sent (§18.4). */
  fail(which: Which = {}, error = new Error('unreachable')): Lift {
    return this.#rules.add(which, { error });
  }

  /** Stops all that is sent between two places from now on, either way; what is under way arrives. */
  partition(one: string, other: string): Lift {
    const partition = [one, other] as const;
    this.#partitions.add(partition);
    return () => {
      this.#partitions.delete(partition);
    };
  }

  #carry(from: Place, to: Place, bytes: Uint8Array, sender?: Sending['sender']): void {
    const counts = this.#counts;
    const datagram = new Datagram({ number: ++counts.sent, at: this.clock.now(), from: from.name, to: to.name, bytes });
    // The dice are always thrown, so that a rule or a partition changes nothing for the others.
    const byChance = decide(this.#conditions, this.#random, datagram.at, bytes.length);
    const effect = this.#isCut(datagram) ? 'cut' : this.#rules.effectOn(datagram);
    const passage = this.#passageFor(effect, byChance, datagram.at);
    datagram.passage = passage;
    this.#keep(datagram);
    if (passage.fate !== 'carried') counts[passage.fate]++;
    if (passage.reordered) counts.reordered++;
    if (passage.flippedBit !== undefined) counts.corrupted++;
    counts.duplicated += Math.max(0, passage.arrivals.length - 1);
    if (typeof effect === 'object' && 'error' in effect) {
      const { error } = effect;
      this.clock.setTimeout(() => sender?.send({ type: 'transport.error', error }), 0);
    }
    const arriving = passage.flippedBit === undefined ? bytes : withFlippedBit(bytes, passage.flippedBit);
    for (const at of passage.arrivals) {
      this.clock.setTimeout(() => {
        counts[to.take === undefined ? 'astray' : 'delivered']++;
        to.take?.(arriving, from);
      }, at - datagram.at);
    }
  }

  #isCut({ from, to }: Datagram): boolean {
    for (const [one, other] of this.#partitions)
      if ((from === one && to === other) || (from === other && to === one)) return true;
    return false;
  }

  #passageFor(effect: Effect | 'cut' | undefined, byChance: Passage, now: number): Passage {
    if (effect === undefined) return byChance;
    if (effect === 'cut') return stopped('cut');
    if (effect === 'lose') return stopped('lost');
    if ('error' in effect) return stopped('failed');
    const { delay } = this.#conditions;
    const usual = now + (typeof delay === 'number' ? delay : delay[0]);
    return { ...stopped('carried'), arrivals: effect.extra.map((extra) => usual + extra) };
  }

  /** Hands messages to a place now, in one turn, as if they came from another: past all conditions, and off the record. */
  inject(from: string, to: string, ...messages: readonly (Sendable | Uint8Array)[]): void {
    const { take } = this.#places.called(to);
    for (const message of messages) take?.(bytesOf(message), this.#places.called(from));
  }

  // --- the record -------------------------------------------------------------------------------------------------------

  #keep(datagram: Datagram): void {
    this.#record.push(datagram);
    // Not one by one: that would move the whole record each time.
    if (this.#record.length > 2 * this.#keeps) this.#record = this.#kept();
  }

  #kept(): Datagram[] {
    return this.#record.slice(Math.max(0, this.#record.length - this.#keeps));
  }

  /** How often each thing has happened. */
  get counts(): NetworkCounts {
    return { ...this.#counts };
  }

  /** The datagrams on record, in the order they were sent; with `which`, those it fits. */
  sent(which: Which = {}): readonly Datagram[] {
    const { times = Infinity } = which;
    const found = this.#kept().filter((datagram) => isOneOf(which, datagram));
    return found.slice(0, times);
  }

  /** How many datagrams on record hold each message: `{ INVITE: 7, '200 INVITE': 1 }`. */
  tally(which: Which = {}): Readonly<Record<string, number>> {
    const tally = new Map<string, number>();
    for (const { words } of this.sent(which)) tally.set(words, (tally.get(words) ?? 0) + 1);
    return Object.fromEntries(tally);
  }

  /** What was sent, a rung a datagram: `alice → bob INVITE`. `sent().join('\n')` has the times too. */
  ladder(which: Which = {}): readonly string[] {
    return this.sent(which).map(({ rung }) => rung);
  }

  // --- time -------------------------------------------------------------------------------------------------------------

  /** Lets time pass: see `VirtualClock.pass`. */
  async pass(ms: number): Promise<void> {
    await this.clock.pass(ms);
  }

  /** Lets time pass until nothing is due any more: see `VirtualClock.rest`. */
  async rest(within?: number): Promise<number> {
    return this.clock.rest(within);
  }
}

/** What a stack's transport takes in, as it came from a place. */
function takerOf(place: Place, inbound: Observer<Inbound>): NonNullable<Place['take']> {
  return (bytes, from) => {
    const flow = { transport: 'UDP', local: place.address, remote: from.address };
    const framed = frameDatagram(bytes);
    inbound.next(framed === undefined ? { flow, keepAlive: true } : { flow, bytes: framed });
  };
}
