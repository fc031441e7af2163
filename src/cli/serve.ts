/** `sipcharts serve`: the answering machine as a process. */
import { type CallReport, answerEveryCall } from '../server/answering-machine.ts';
import { createStack } from '../transport/create-stack.ts';
import { nodeClock } from '../transport/node-clock.ts';
import { type InspectFlags, startInspector } from './inspect-option.ts';
import { writeTrace } from './trace-file.ts';

/** The options of `serve`, as written on the command line. */
export interface ServeOptions extends InspectFlags {
  readonly host: string;
  readonly port: string;
  readonly advertise?: string;
  readonly longestCall: string;
  readonly json: boolean;
  readonly testNumbers: boolean;
  readonly trace?: string;
}

function wholeNumber(text: string, name: string, most: number): number {
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value <= most))
    throw new Error(`--${name} takes a whole number up to ${String(most)}, not ${JSON.stringify(text)}`);
  return value;
}

/** Characters that would move a terminal's cursor or turn its text round are shown as escapes. */
function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function formatCall({ from, to, states, by, duration }: CallReport): string {
  const end = by === undefined ? '' : ` (${by}, ${(duration / 1000).toFixed(2)} s)`;
  return `${printable(from)} → ${printable(to)}  ${states.join(' → ')}${end}\n`;
}

/** Runs until SIGINT or SIGTERM, then drains: new INVITEs 503, live calls served, exit 0. A second signal hangs up. */
export async function serve({
  host,
  port,
  advertise,
  longestCall,
  json,
  testNumbers,
  trace,
  ...inspectFlags
}: ServeOptions): Promise<void> {
  const portNumber = wholeNumber(port, 'port', 65535);
  const say = (line: string): void => {
    process.stderr.write(`${line}\n`);
  };
  const numeric = host.includes(':') ? `[${host}]` : host;
  const stack = await createStack({
    // TCP comes with it, on the same port (§18.2.1).
    listen: [`udp://${numeric}:${String(portNumber)}`],
    ...(advertise === undefined ? {} : { advertise }),
    callLimits: { longestCall: wholeNumber(longestCall, 'longest-call', 4_294_967) * 1000 },
    onError: (error) => {
      say(`error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
  });
  const traced = trace === undefined ? undefined : writeTrace(stack.trace$, trace);
  traced?.catch((error: unknown) => {
    say(`error: the trace ends: ${String(error)}`);
  });
  const [local] = stack.locals;
  const userAgent = answerEveryCall({
    stack,
    clock: nodeClock,
    address: local?.host ?? host,
    testNumbers,
    onCallEnd: (report) => process.stdout.write(json ? `${JSON.stringify(report)}\n` : formatCall(report)),
    onError: (error) => {
      say(`error: ${String(error)}`);
    }
  });
  for (const { protocol, host: address, port: at } of stack.locals)
    say(`listening on ${protocol} ${address}:${String(at)}`);
  try {
    await startInspector(stack, inspectFlags, say);
  } catch (error) {
    await stack.close();
    throw error;
  }

  const signals = listenForSignals();
  await signals.next();
  say(`draining: ${String(stack.dialogs)} calls up, new INVITEs get 503; once more to hang up`);
  const hungUp = signals.next().then(async () => userAgent.close());
  await Promise.race([stack.drain(), hungUp]);
  await stack.close();
  await traced?.catch(() => undefined); // said already
  say(`done: ${JSON.stringify(stack.counters)}`);
  process.exit(0);
}

/** How long two signals must be apart to be two: a terminal's Ctrl-C reaches us twice, from it and from npm. */
const sameSignal = 500;

/** SIGINT and SIGTERM, one after the other; from now on neither ends the process by itself. */
function listenForSignals(): { next: () => Promise<void> } {
  let last = Number.NEGATIVE_INFINITY;
  let waiting: (() => void) | undefined;
  const take = (): void => {
    const now = nodeClock.now();
    if (now - last >= sameSignal) waiting?.();
    last = now;
  };
  process.on('SIGINT', take);
  process.on('SIGTERM', take);
  return {
    next: async () =>
      new Promise((resolve) => {
        waiting = resolve;
      })
  };
}
