/** SIP over UDP: RFC 3261 §18, on Node's dgram. */
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import type { Recipient, ToTransport, TransportError } from '../../machines/events.ts';
import { formatMessage } from '../message/format.ts';
import { isIpv4, isIpv6 } from '../syntax/host.ts';
import type { Address, Flow } from '../transaction/flow.ts';
import { advertisedHost } from './advertised.ts';
import { frameDatagram } from './framing/datagram.ts';
import { plainAddress } from './received.ts';
import { datagramTarget } from './response-target.ts';
import type { Transport, TransportInput, TransportLogic } from './transport.ts';

/** Where a UDP transport listens. */
export interface UdpOptions {
  /** An address; `0.0.0.0` and `::` listen on all. */
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** What Via and Contact say, when it is not the address listened on. */
  readonly advertise?: string;
  /** The kernel's buffer for what we have not read yet, bytes; 4 MiB unless given, less where the kernel's limit is lower. */
  readonly receiveBuffer?: number;
}

interface UdpSnapshot {
  readonly status: 'active' | 'stopped';
  readonly output: undefined;
  readonly error: undefined;
  readonly input: TransportInput;
}

/**
 * Addresses are numeric here: asking the resolver for each datagram would only cost. A socket that listens on `::` has
 * IPv4 peers too, and reaches them by their mapped address.
 */
function answerAtOnce(
  host: string,
  family: unknown,
  done: (error: null, address: string, family: number) => void
): void {
  done(null, family === 6 && isIpv4(host) ? `::ffff:${host}` : host, family === 6 ? 6 : 4);
}

async function open({ host, port, receiveBuffer = 4_194_304 }: UdpOptions): Promise<Socket> {
  const socket = createSocket({ type: isIpv6(host) ? 'udp6' : 'udp4', lookup: answerAtOnce });
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(port, host, () => {
      socket.off('error', reject);
      resolve();
    });
  });
  try {
    socket.setRecvBufferSize(receiveBuffer);
  } catch {
    // The kernel's limit is lower; what it gives by default has to do.
  }
  // An ICMP error of some earlier datagram (§18.4): its own sender hears of it where the kernel says which; it is never fatal.
  socket.on('error', () => undefined);
  return socket;
}

const noTarget = new Error('the response has no address it may be sent to');

function send(socket: Socket, { message, flow, sender }: Extract<ToTransport, { readonly type: 'send' }>): void {
  const target: Address | undefined = message.kind === 'request' ? flow.remote : datagramTarget(message.topmostVia);
  if (target === undefined) {
    sender?.send({ type: 'transport.error', error: noTarget });
    return;
  }
  const bytes = formatMessage(message);
  try {
    if (sender === undefined) socket.send(bytes, target.port, target.host);
    else
      socket.send(bytes, target.port, target.host, (error) => {
        report(error, sender);
      });
  } catch (error) {
    report(error instanceof Error ? error : new Error(String(error)), sender);
  }
}

function report(error: Error | null, sender: Recipient<TransportError> | undefined): void {
  if (error !== null) sender?.send({ type: 'transport.error', error });
}

function udpLogic(socket: Socket, local: Address, close: () => void): TransportLogic {
  return {
    getInitialSnapshot: (_: unknown, input: TransportInput): UdpSnapshot => ({
      status: 'active',
      output: undefined,
      error: undefined,
      input
    }),
    start({ input: { inbound } }: UdpSnapshot): void {
      socket.on('message', (datagram: Uint8Array, { address, port }: RemoteInfo) => {
        const flow: Flow = { transport: 'UDP', local, remote: { host: plainAddress(address), port } };
        const bytes = frameDatagram(datagram);
        inbound.next(bytes === undefined ? { flow, keepAlive: true } : { flow, bytes });
      });
    },
    transition(snapshot: UdpSnapshot, event: ToTransport | { readonly type: 'xstate.stop' }): UdpSnapshot {
      if (event.type === 'send') send(socket, event);
      if (event.type !== 'xstate.stop') return snapshot;
      close();
      return { ...snapshot, status: 'stopped' };
    },
    getPersistedSnapshot: (snapshot: UdpSnapshot): UdpSnapshot => snapshot
  };
}

/** Binds a UDP socket. Rejects with the socket's error when the port is taken or the address is not ours. */
export async function bindUdp(options: UdpOptions): Promise<Transport> {
  const socket = await open(options);
  const local = { host: advertisedHost(options.host, options.advertise), port: socket.address().port };
  const closed = new Promise<void>((resolve) => {
    socket.once('close', resolve);
  });
  let isOpen = true;
  const close = (): void => {
    // A closed socket would throw.
    if (isOpen) socket.close();
    isOpen = false;
  };
  return {
    protocol: 'UDP',
    local,
    logic: udpLogic(socket, local, close),
    closed,
    async close() {
      close();
      return closed;
    }
  };
}
