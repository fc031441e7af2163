/** Sends the messages of a trace to a capture server (Homer) over UDP, in HEP v3. */
import { createSocket, type Socket } from 'node:dgram';
import { filter, type Observable, Subject, takeUntil } from 'rxjs';
import { UsageError } from '../message/usage-error.ts';
import { isIpv4, isIpv6, withoutBrackets } from '../syntax/host.ts';
import { bounded } from '../trace/bounded.ts';
import type { TraceEvent } from '../trace/event.ts';
import { type HepOptions, traceToHep } from '../trace/hep.ts';
import type { Address } from '../transaction/flow.ts';
import { resolveHost } from './node-resolve.ts';

/** Where a capture server is, and what it is told. */
export interface HepSenderOptions extends HepOptions {
  /** An address or a host name, which is looked up once. */
  readonly server: Address;
  /** How many messages may wait to be sent; the oldest are lost above it. 10,000 unless given. */
  readonly limit?: number;
}

/** What became of the messages. */
export interface HepCounts {
  /** Handed to the kernel. */
  readonly sent: number;
  /** The kernel could not send them, or says that nobody is there. */
  readonly failed: number;
  /** Too many waited. */
  readonly lost: number;
}

/** How many packets the kernel is given before it has said of the first what became of it. */
const atOnce = 64;

/** A socket that is connected, so that the kernel says when nobody is there. It does not keep the process alive. */
async function open({ host, port }: Address): Promise<Socket> {
  const plain = withoutBrackets(host);
  const address = isIpv4(plain) || isIpv6(plain) ? plain : await resolveHost(plain);
  const socket = createSocket(isIpv6(address) ? 'udp6' : 'udp4');
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.connect(port, address, () => {
      socket.off('error', reject);
      resolve();
    });
  });
  // What comes back for a packet that was sent earlier: a later one fails by it, and is counted.
  socket.on('error', () => undefined);
  socket.unref();
  return socket;
}

/** Sends from the moment that it is made until the trace ends or it is closed. It never holds the stack up. */
export class HepSender implements AsyncDisposable {
  readonly #counts = { sent: 0, failed: 0, lost: 0 };
  readonly #socket: Socket;
  readonly #ended: Promise<void>;
  readonly #leaving$ = new Subject<void>();
  #underWay = 0;
  #wake: (() => void) | undefined;

  private constructor(socket: Socket, trace$: Observable<TraceEvent>, options: HepSenderOptions) {
    this.#socket = socket;
    this.#ended = this.#send(trace$, options);
  }

  /** @throws UsageError `ERR_SIP_INVALID_OPTION` for a capture id that is not 32 bits; the resolver's or the socket's error */
  static async start(trace$: Observable<TraceEvent>, options: HepSenderOptions): Promise<HepSender> {
    const { captureId } = options;
    if (!Number.isInteger(captureId) || captureId < 0 || captureId > 0xffff_ffff)
      throw new UsageError('ERR_SIP_INVALID_OPTION', `not a capture id: ${String(captureId)}`);
    return new HepSender(await open(options.server), trace$, options);
  }

  /** How many messages were sent, and how many were not. */
  get counts(): HepCounts {
    return { ...this.#counts };
  }

  /** Resolves when the trace has ended and everything is sent. */
  get ended(): Promise<void> {
    return this.#ended;
  }

  async #send(trace$: Observable<TraceEvent>, { limit, ...options }: HepSenderOptions): Promise<void> {
    const toHep = traceToHep(options);
    // What is no message would only take the room of one.
    const messages$ = trace$.pipe(
      filter(({ type }) => type === 'message' || type === 'begin'),
      takeUntil(this.#leaving$)
    );
    for await (const event of bounded(messages$, limit === undefined ? {} : { limit })) {
      if (event.type === 'lost') this.#counts.lost += event.count;
      const packet = toHep(event);
      if (packet !== undefined) this.#hand(packet);
      if (this.#underWay >= atOnce) await this.#handed();
    }
    while (this.#underWay > 0) await this.#handed();
    this.#socket.close();
  }

  #hand(packet: Uint8Array): void {
    this.#underWay++;
    this.#socket.send(packet, (error) => {
      this.#underWay--;
      this.#counts[error === null ? 'sent' : 'failed']++;
      this.#wake?.();
    });
  }

  /** Resolves when the kernel has taken one more. */
  async #handed(): Promise<void> {
    return new Promise((resolve) => (this.#wake = resolve));
  }

  /** Sends what waits, and nothing more. */
  async close(): Promise<void> {
    this.#leaving$.next();
    await this.#ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
