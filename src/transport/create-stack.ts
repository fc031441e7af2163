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
import { bindUdp } from './udp.ts';

/** What a stack on this machine is made with. */
export interface NodeStackOptions extends Omit<StackOptions, 'transports' | 'environment'> {
  /** Where to listen, as `udp://127.0.0.1:5060` or `tcp://[::1]:5060`; port 0 takes a free one. */
  readonly listen: readonly string[];
  /** What Via and Contact say, when it is not the address listened on. */
  readonly advertise?: string;
  /** Transports of your own, beside those listened on. */
  readonly transports?: readonly Transport[];
  /** Parts of the environment to replace, such as the clock. */
  readonly environment?: Partial<StackOptions['environment']>;
}

async function bind(url: string, advertise: string | undefined): Promise<Transport> {
  const match = /^(udp|tcp):\/\/(\[[0-9a-f:.]+\]|[^:/[\]]+):(\d{1,5})$/i.exec(url);
  if (match?.[1] === undefined || match[2] === undefined || match[3] === undefined) {
    throw new UsageError('ERR_SIP_INVALID_OPTION', `not a place to listen: ${JSON.stringify(url)}`);
  }
  const options = {
    host: match[2].replace(/[[\]]/g, ''),
    port: Number(match[3]),
    ...(advertise === undefined ? {} : { advertise })
  };
  return match[1].toLowerCase() === 'udp' ? bindUdp(options) : bindTcp(options);
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
  const bound: Transport[] = [];
  try {
    for (const url of listen) bound.push(await bind(url, advertise));
  } catch (error) {
    await Promise.all(bound.map(async (transport) => transport.close()));
    throw error;
  }
  return new Stack({
    ...options,
    transports: [...bound, ...transports],
    environment: { clock: nodeClock, entropy: nodeEntropy(), resolveHost, memory: nodeMemory(), ...environment }
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
