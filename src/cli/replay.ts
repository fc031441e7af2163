/** `sipcharts replay`: what a stack did, done again by the stack of now. */
import { writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type Replay, replay } from '../replay/replay.ts';
import { redact } from '../trace/redact.ts';
import { readTraceFile, writeRecording } from './trace-file.ts';
import { formatReplayTest, printable } from './replay-test.ts';

/** The options of `replay`, as written on the command line. */
export interface ReplayCommandOptions {
  readonly call?: string;
  readonly engine: string;
  readonly toTest?: string;
  readonly json: boolean;
}

/** Replays a file; the exit code is 1 when this version does something else. */
export async function replayFile(path: string, options: ReplayCommandOptions): Promise<void> {
  const { engine } = options;
  if (engine !== 'compiled' && engine !== 'interpreted')
    throw new Error(`--engine takes compiled or interpreted, not ${JSON.stringify(engine)}`);
  const recording = await readTraceFile(path);
  const result = await replay(recording, { engine, ...(options.call !== undefined && { callId: options.call }) });
  process.stdout.write(options.json ? `${toJson(result)}\n` : toText(result));
  if (!result.same) process.exitCode = 1;
  if (options.toTest !== undefined) await writeTest(result, options.toTest);
}

/** Writes the test and the recording that it replays; what is there already stays. */
async function writeTest({ recording, callIds }: Replay, path: string): Promise<void> {
  const name = basename(path).replace(/\.test\.[cm]?[jt]s$/, '');
  if (name === basename(path)) throw new Error(`--to-test takes the name of a test, as NAME.test.ts, not ${path}`);
  const trace = `${name}.trace.jsonl`;
  const messages = recording.filter((event) => event.type === 'message');
  await writeFile(path, formatReplayTest({ name, trace, callIds, messages }), { flag: 'wx' });
  await writeRecording(recording, join(dirname(path), trace));
  process.stderr.write(`written: ${path}, and ${trace} beside it\n`);
}

function toText({ difference, callIds, omitted, compared }: Replay): string {
  const left = omitted.map(({ callId, reason }) => `not replayed: ${printable(callId)}: ${reason}\n`).join('');
  const calls = `${String(callIds.length)} ${callIds.length === 1 ? 'call' : 'calls'}`;
  if (difference === undefined) return `${left}the same: ${calls}, ${String(compared)} events\n`;
  return `${left}${difference.text}\nafter ${String(compared)} events of ${calls} that were the same\n`;
}

/** `same`, and of a difference its events as in the trace. */
function toJson({ same, difference, callIds, omitted, compared }: Replay): string {
  const told = difference && {
    ...difference,
    step: redact(difference.step),
    expected: difference.expected && redact(difference.expected),
    actual: difference.actual && redact(difference.actual)
  };
  return JSON.stringify({ same, compared, callIds, omitted, difference: told });
}
