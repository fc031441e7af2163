/** SIP over TCP: RFC 3261 §18, on Node's net. Connections are shared and used both ways, found by the peer's address. */
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { ToTransport } from '../../machines/events.ts';
import { formatMessage } from '../message/format.ts';
import type { Clock } from '../stack/clock.ts';
import { type Address, formatAddress, isLoopback } from '../transaction/flow.ts';
import { advertisedHost } from './advertised.ts';
import { Connection, type ConnectionLimits } from './connection.ts';
import { defaultStreamLimits, type Frame } from './framing/stream.ts';
import { nodeClock } from './node-clock.ts';
import { plainAddress } from './received.ts';
import { connectionTarget } from './response-target.ts';
import type { Inbound, Transport, TransportInput, TransportLogic } from './transport.ts';

/** How many connections there may be, beside what each may take. */
export interface TcpLimits extends ConnectionLimits {
  readonly connections: number;
  /** From one address; loopback is exempt. */
  readonly perAddress: number;
}

/** The limits unless others are set. */
export const defaultTcpLimits: TcpLimits = {
  ...defaultStreamLimits,
  connect: 10_000,
  firstByte: 10_000,
  oneMessage: 32_000,
  stalled: 10_000,
  queued: 4_194_304,
  connections: 10_000,
  perAddress: 256
};

/** Where a TCP transport listens. */
export interface TcpOptions {
  /** An address; `0.0.0.0` and `::` listen on all. */
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** What Via and Contact say, when it is not the address listened on. */
  readonly advertise?: string;
  readonly limits?: Partial<TcpLimits>;
  readonly clock?: Clock;
}

type Send = Extract<ToTransport, { readonly type: 'send' }>;

/** All connections of one listening socket. */
class Pool {
  readonly #local: Address;
  readonly #limits: TcpLimits;
  readonly #clock: Clock;
  readonly #connections = new Map<string, Connection>();
  readonly #perAddress = new Map<string, number>();
  #inbound: ((inbound: Inbound) => void) | undefined;

  constructor(local: Address, limits: TcpLimits, clock: Clock) {
    this.#local = local;
    this.#limits = limits;
    this.#clock = clock;
  }

  /** From now on connections are accepted. */
  open(inbound: (inbound: Inbound) => void): void {
    this.#inbound = inbound;
  }

  /** Takes a connection of a peer, or refuses it: none are taken before the actor runs or above the limits. */
  accept(socket: Socket): void {
    const { remoteAddress, remotePort } = socket;
    const host = plainAddress(remoteAddress ?? '');
    const held = this.#perAddress.get(host) ?? 0;
    const crowded = !isLoopback(host) && held >= this.#limits.perAddress;
    if (
      this.#inbound === undefined ||
      remotePort === undefined ||
      crowded ||
      this.#connections.size >= this.#limits.connections
    ) {
      socket.destroy();
      return;
    }
    this.#add(socket, { host, port: remotePort });
  }

  #add(socket: Socket, remote: Address): Connection {
    const key = formatAddress(remote);
    const flow = { transport: 'TCP', local: this.#local, remote };
    const connection = new Connection(socket, flow, this.#limits, this.#clock, {
      frame: (frame, from) => {
        this.#frame(frame, from);
      },
      slow: () => {
        this.#inbound?.({ flow, slow: true });
      },
      closed: (gone) => {
        if (this.#connections.get(key) === gone) this.#connections.delete(key);
        const left = (this.#perAddress.get(remote.host) ?? 1) - 1;
        if (left > 0) this.#perAddress.set(remote.host, left);
        else this.#perAddress.delete(remote.host);
      }
    });
    this.#connections.set(key, connection);
    this.#perAddress.set(remote.host, (this.#perAddress.get(remote.host) ?? 0) + 1);
    return connection;
  }

  #frame(frame: Frame, { flow }: Connection): void {
    if (frame.kind === 'message') this.#inbound?.({ flow, bytes: frame.bytes });
    else if (frame.kind === 'fault')
      this.#inbound?.({ flow, bytes: frame.bytes ?? new Uint8Array(0), fault: frame.fault });
    else this.#inbound?.({ flow, keepAlive: true });
  }

  /** A request goes to its flow's peer; a response back on the connection of its request, else to a new one (§18.2.2). */
  send({ message, flow, sender }: Send): void {
    let connection = this.#connections.get(formatAddress(flow.remote));
    if (connection?.open !== true) {
      const target = message.kind === 'request' ? flow.remote : connectionTarget(message.topmostVia);
      const known = target === undefined ? undefined : this.#connections.get(formatAddress(target));
      connection = known?.open === true ? known : this.#connect(target);
    }
    if (connection === undefined) {
      sender?.send({ type: 'transport.error', error: new Error('no connection may be made to that address') });
      return;
    }
    connection.send(formatMessage(message), sender, message.kind);
  }

  #connect(target: Address | undefined): Connection | undefined {
    if (target === undefined || this.#connections.size >= this.#limits.connections) return undefined;
    return this.#add(connect({ host: target.host, port: target.port }), target);
  }

  /** Closes one flow when everything is written. */
  close(remote: Address): void {
    this.#connections.get(formatAddress(remote))?.close();
  }

  /** Closes everything at once. */
  destroy(): void {
    this.#inbound = undefined;
    for (const connection of [...this.#connections.values()]) connection.destroy();
  }
}

interface TcpSnapshot {
  readonly status: 'active' | 'stopped';
  readonly output: undefined;
  readonly error: undefined;
  readonly input: TransportInput;
}

function tcpLogic(pool: Pool, server: Server): TransportLogic {
  return {
    getInitialSnapshot: (_: unknown, input: TransportInput): TcpSnapshot => ({
      status: 'active',
      output: undefined,
      error: undefined,
      input
    }),
    start({ input: { inbound } }: TcpSnapshot): void {
      pool.open((one) => {
        inbound.next(one);
      });
    },
    transition(snapshot: TcpSnapshot, event: ToTransport | { readonly type: 'xstate.stop' }): TcpSnapshot {
      switch (event.type) {
        case 'send':
          pool.send(event);
          return snapshot;
        case 'close':
          pool.close(event.flow.remote);
          return snapshot;
        case 'xstate.stop':
          server.close();
          pool.destroy();
          return { ...snapshot, status: 'stopped' };
      }
    },
    getPersistedSnapshot: (snapshot: TcpSnapshot): TcpSnapshot => snapshot
  };
}

/** Binds a TCP socket. Rejects with the socket's error when the port is taken or the address is not ours. */
export async function bindTcp({ host, port, advertise, limits, clock = nodeClock }: TcpOptions): Promise<Transport> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  const bound = address === null || typeof address === 'string' ? port : address.port;
  const local = { host: advertisedHost(host, advertise), port: bound };
  const pool = new Pool(local, { ...defaultTcpLimits, ...limits }, clock);
  server.on('connection', (socket) => {
    pool.accept(socket);
  });
  // Accepting failed for want of descriptors: UDP and what is connected go on.
  server.on('error', () => undefined);
  const closed = new Promise<void>((resolve) => {
    server.once('close', resolve);
  });
  return {
    protocol: 'TCP',
    local,
    logic: tcpLogic(pool, server),
    closed,
    async close() {
      server.close();
      pool.destroy();
      return closed;
    }
  };
}
