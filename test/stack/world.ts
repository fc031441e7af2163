/** Bob: a whole stack over a transport in memory, with a virtual clock and a few names to look up. */
import { type Environment, Stack, type StackOptions } from '../../src/stack/stack.ts';
import { VirtualClock } from '../../src/testing/index.ts';
import { nodeEntropy } from '../../src/transport/node-entropy.ts';
import { engine } from '../support/engine.ts';
import { Memory } from './memory.ts';

export interface World {
  readonly memory: Memory;
  readonly clock: VirtualClock;
  readonly stack: Stack;
  /** What `onError` was told. */
  readonly errors: unknown[];
}

const open: Stack[] = [];
const names: Readonly<Record<string, string>> = { 'example.com': '192.0.2.9', 'v6.example.com': '2001:db8::9' };

export function bob(
  options: Partial<StackOptions> = {},
  memory = new Memory(),
  environment: Partial<Environment> = {}
): World {
  const clock = new VirtualClock();
  const errors: unknown[] = [];
  const stack = new Stack({
    transports: [memory.transport],
    environment: {
      clock,
      entropy: nodeEntropy(),
      resolveHost: async (host) => names[host] ?? Promise.reject(new Error(`no address: ${host}`)),
      ...environment
    },
    onError: (error) => errors.push(error),
    engine,
    ...options
  });
  open.push(stack);
  return { memory, clock, stack, errors };
}

/** Closes every stack that was made: for `afterEach`. */
export async function closeAll(): Promise<void> {
  await Promise.all(open.splice(0).map(async (stack) => stack.close()));
}

/** Everything that was promised has been done: what is offered to the application waits for a turn of its own. */
export async function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
