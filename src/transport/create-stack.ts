/** A stack on this machine: Node's sockets, clock, randomness and resolver given to `Stack`. */
import { UsageError } from '../message/usage-error.ts';
import { Stack, type StackOptions } from '../stack/stack.ts';
import { UserAgent, type UserAgentOptions } from '../ua/user-agent.ts';
import { nodeClock } from './node-clock.ts';
import { nodeEntropy } from './node-entropy.ts';
import { nodeMemory } from './node-memory.ts';
import { versionFault } from './node-version.ts';
import { resolveHost } from './node-resolve.ts';
import { bindTcp } from './tcp.ts';
import type { Transport } from './transport.ts';
import { bindUdp, type UdpOptions } from './udp.ts';

/** What a stack on this machine is made with. */
export interface NodeStackOptions extends Omit<StackOptions, 'transports' | 'environment'> {
  /**
   * Where to listen, as `udp://127.0.0.1:5060` or `tcp://[::1]:5060`; port 0 takes a free one. Whoever listens on UDP
   * listens on TCP at the same address and port too (§18.2.1): large requests come that way (§18.1.1).
   */
  readonly listen: readonly string[];
  /** What Via and Contact say, when it is not the address listened on. */
  readonly advertise?: string;
  /** Transports of your own, beside those listened on. */
  readonly transports?: readonly Transport[];
  /** Parts of the environment to replace, such as the clock. */
  readonly environment?: Partial<StackOptions['environment']>;
}

/** Where one URL says to listen. */
interface Place {
  readonly protocol: 'udp' | 'tcp';
  readonly host: string;
  readonly port: number;
}

function parsePlace(url: string): Place {
  const match = /^(udp|tcp):\/\/(\[[0-9a-f:.]+\]|[^:/[\]]+):(\d{1,5})$/i.exec(url);
  if (match?.[1] === undefined || match[2] === undefined || match[3] === undefined) {
    throw new UsageError('ERR_SIP_INVALID_OPTION', `not a place to listen: ${JSON.stringify(url)}`);
  }
  const protocol = match[1].toLowerCase() === 'udp' ? 'udp' : 'tcp';
  return { protocol, host: match[2].replace(/[[\]]/g, ''), port: Number(match[3]) };
}

/** How often a port that is free for UDP is looked for that is free for TCP too. */
const attempts = 20;

const isTaken = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';

/** UDP and TCP on one port (§18.2.1), whichever is free for both when none is asked for. */
async function bindBoth(options: UdpOptions): Promise<readonly Transport[]> {
  for (let attempt = 1; ; attempt++) {
    const udp = await bindUdp(options);
    try {
      return [udp, await bindTcp({ ...options, port: udp.local.port })];
    } catch (error) {
      await udp.close();
      if (options.port !== 0 || !isTaken(error) || attempt === attempts) throw error;
    }
  }
}

/** Binds every place in turn; with UDP comes TCP on the same port, unless a place of its own asks for it. */
async function bindAll(places: readonly Place[], advertise: string | undefined): Promise<readonly Transport[]> {
  const bound: Transport[] = [];
  try {
    for (const { protocol, host, port } of places) {
      const options = { host, port, ...(advertise === undefined ? {} : { advertise }) };
      const asked = places.some((other) => other.protocol === 'tcp' && other.host === host && other.port === port);
      if (protocol === 'tcp') bound.push(await bindTcp(options));
      else if (asked && port !== 0) bound.push(await bindUdp(options));
      else bound.push(...(await bindBoth(options)));
    }
  } catch (error) {
    await Promise.all(bound.map(async (transport) => transport.close()));
    throw error;
  }
  return bound;
}

/**
 * A stack that listens. Nothing is received before the promise resolves.
 * @throws UsageError `ERR_SIP_INVALID_OPTION` for a malformed URL; the socket's error when a port is taken
 */
export async function createStack({
  listen,
  advertise,
  transports = [],
  environment,
  ...options
}: NodeStackOptions): Promise<Stack> {
  const fault = versionFault(process.versions.node);
  if (fault !== undefined) options.onError?.(new Error(fault));
  const bound = await bindAll(listen.map(parsePlace), advertise);
  return new Stack({
    ...options,
    transports: [...bound, ...transports],
    environment: {
      clock: nodeClock,
      entropy: nodeEntropy(),
      resolveHost,
      memory: nodeMemory(),
      wallClock: Date.now,
      ...environment
    }
  });
}

/** Starts a user agent with a stack of its own: the whole of a phone in one call. Closing it closes both. */
export async function startUserAgent(options: NodeStackOptions & UserAgentOptions): Promise<UserAgent> {
  const { aor, displayName, ...rest } = options;
  const stack = await createStack(rest);
  const who: UserAgentOptions = {
    ...(aor === undefined ? {} : { aor }),
    ...(displayName === undefined ? {} : { displayName })
  };
  return new UserAgent(stack, who, rest.onError, async () => stack.close());
}
