/** What goes on in the soak: calls of every outcome, requests, and what nobody asked for. */
import { SipCancelledError, SipRejectedError, SipTimeoutError } from '../../src/ua/errors.ts';
import type { IncomingCall } from '../../src/ua/incoming-call.ts';
import type { UserAgent } from '../../src/ua/user-agent.ts';
import { hosts, type World } from './world.ts';

const sdp = 'v=0\r\no=- 1 1 IN IP4 192.0.2.9\r\ns=-\r\nc=IN IP4 192.0.2.9\r\nt=0 0\r\nm=audio 9 RTP/AVP 0\r\n';
const encoder = new TextEncoder();

/** What ends a call or a request that did not go well, as it should. */
const isOutcome = (error: unknown): boolean =>
  error instanceof SipRejectedError || error instanceof SipTimeoutError || error instanceof SipCancelledError;

class GivenUp extends Error {}

export class Mix {
  /** How often each thing went on. */
  readonly counts: Record<string, number> = {};
  /** How many things go on now. */
  running = 0;
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
    for (const agent of world.agents) {
      agent.onCall(async (incoming) => {
        await this.#takeCall(incoming).catch((error: unknown) => {
          if (!isOutcome(error)) throw error;
        });
      });
    }
  }

  /** Begins the next thing. */
  begin(): void {
    const { random } = this.#world;
    const side = random.below(2);
    const caller = this.#world.agents[side] as UserAgent;
    const peer = hosts[1 - side] as string;
    const over = random.below(4) === 0 ? ';transport=tcp' : '';
    const at = (user: string): string => `sip:${user}@${peer}${over}`;
    const weighted: readonly (readonly [weight: number, name: string, run: () => Promise<unknown>])[] = [
      [30, 'OPTIONS', async () => caller.options(at('anyone'))],
      [12, 'caller hangs up', async () => this.#talk(caller, at('listens'))],
      [12, 'callee hangs up', async () => this.#talk(caller, at('leaves'), true)],
      [10, 'refused', async () => caller.invite(at('refuses'), { sdp })],
      [10, 'cancelled', async () => this.#giveUp(caller, at('rings'))],
      [4, 'never answered', async () => caller.invite(at('rings'), { sdp })],
      [3, 'too long a call', async () => this.#talk(caller, at('listens'), true)],
      [2, 'INVITE to nobody', async () => caller.invite(`sip:nobody@198.51.100.1${over}`, { sdp })],
      [3, 'OPTIONS to nobody', async () => caller.options(`sip:nobody@198.51.100.1${over}`)],
      [14, 'strays', async () => this.#stray(hosts[side] as string, peer)]
    ];
    let left = random.below(weighted.reduce((sum, [weight]) => sum + weight, 0));
    const [, name, run] = weighted.find(([weight]) => (left -= weight) < 0) ?? weighted[0]!;
    this.counts[name] = (this.counts[name] ?? 0) + 1;
    this.running++;
    run()
      .catch((error: unknown) => {
        if (!isOutcome(error) && !(error instanceof GivenUp)) this.#world.errors.push(error);
      })
      .finally(() => {
        this.running--;
      });
  }

  async #takeCall(incoming: IncomingCall): Promise<void> {
    const world = this.#world;
    const { user } = incoming.request.requestUri as { readonly user?: string };
    await world.wait(world.random.below(600));
    if (user === 'refuses') incoming.reject(486);
    else if (user === 'rings') incoming.ring();
    else {
      if (world.random.below(2) === 0) incoming.ring();
      await world.wait(world.random.below(3000));
      const call = await incoming.answer({ sdp });
      if (user !== 'leaves') return;
      await world.wait(world.random.below(10_000));
      await call.hangUp();
    }
  }

  async #talk(caller: UserAgent, target: string, listens = false): Promise<void> {
    const call = await caller.invite(target, { sdp });
    if (!listens) {
      await this.#world.wait(this.#world.random.below(10_000));
      await call.hangUp();
    }
    await call.ended;
  }

  async #giveUp(caller: UserAgent, target: string): Promise<void> {
    const stop = new AbortController();
    const placed = caller.invite(target, { sdp, signal: stop.signal });
    placed.catch(() => undefined);
    await this.#world.wait(this.#world.random.below(4000));
    stop.abort(new GivenUp());
    await placed;
  }

  /** What belongs to nothing, from a peer that is no stack of ours: it is answered, or counted and dropped. */
  async #stray(from: string, to: string): Promise<void> {
    const { random } = this.#world;
    const n = `${random.below(2 ** 30).toString(36)}${random.below(2 ** 30).toString(36)}`;
    const text = (method: string, toTag: string): string =>
      [
        `${method} sip:anyone@${to} SIP/2.0`,
        `Via: SIP/2.0/UDP ${from}:5099;branch=z9hG4bK${n}`,
        'Max-Forwards: 70',
        `From: <sip:stray@${from}>;tag=${n}`,
        `To: <sip:anyone@${to}>${toTag}`,
        `Call-ID: ${n}`,
        `CSeq: 1 ${method}`,
        `Contact: <sip:stray@${from}>`,
        '',
        ''
      ].join('\r\n');
    const messages = [
      text('BYE', ';tag=gone'),
      text('CANCEL', ''),
      text('ACK', ';tag=gone'),
      text('INVITE', ';tag=gone'),
      text('OPTIONS', ';tag=gone'),
      text('MESSAGE', ''),
      text('OPTIONS', '').replace('CSeq: 1', 'CSeq: x'),
      `SIP/2.0 200 OK\r\n${text('OPTIONS', '').split('\r\n').slice(1).join('\r\n')}`,
      'no message at all'
    ];
    this.#world.carry('UDP', from, to, encoder.encode(random.pick(messages)));
    return Promise.resolve();
  }
}
