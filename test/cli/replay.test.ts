/** `sipcharts replay`, called as the command line calls it, and as a process of its own. */
import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type ReplayCommandOptions, replayFile } from '../../src/cli/replay.ts';
import { readTraceFile, writeRecording } from '../../src/cli/trace-file.ts';
import { FlightRecorder } from '../../src/trace/recorder.ts';
import { Phones } from '../support/phones.ts';

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
const unacknowledged = here('../replay/never-acknowledged.trace.jsonl');
const refused = here('../replay/refused.trace.jsonl');

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'replay-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** What the command writes to standard output, and its exit code. */
async function run(path: string, options: Partial<ReplayCommandOptions> = {}): Promise<readonly [string, unknown]> {
  const said: string[] = [];
  const write = (words: string | Uint8Array): boolean => said.push(String(words)) > 0;
  const [out, error] = [
    vi.spyOn(process.stdout, 'write').mockImplementation(write),
    vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  ];
  const before = process.exitCode;
  try {
    process.exitCode = 0;
    await replayFile(path, { engine: 'compiled', json: false, ...options });
    return [said.join(''), process.exitCode];
  } finally {
    process.exitCode = before;
    out.mockRestore();
    error.mockRestore();
  }
}

/** The recording, one line of it changed. */
async function changed(path: string, from: string, to: string): Promise<string> {
  const copy = join(folder, 'changed.jsonl');
  const text = await readFile(path, 'utf8');
  expect(text).toContain(from);
  await writeFile(copy, text.replace(from, to));
  return copy;
}

test.each(['compiled', 'interpreted'])(
  'recordings of a process that has long ended are replayed: %s',
  async (engine) => {
    expect(await run(unacknowledged, { engine })).toEqual(['the same: 1 call, 94 events\n', 0]);
    expect(await run(refused, { engine })).toEqual(['the same: 1 call, 60 events\n', 0]);
  }
);

test('a departure is exit code 1, and named', async () => {
  const path = await changed(refused, '"guard":"provisionalSent"', '"guard":"somethingElse"').catch(async () =>
    changed(refused, 'Completed.start/xstate.always/1', 'Completed.start/xstate.always/0')
  );
  const [text, code] = await run(path);
  expect(code).toBe(1);
  expect(text).toContain('first difference at ');
  expect(text).toContain('inviteServerTransaction');
  const [json] = await run(path, { json: true });
  expect(JSON.parse(json)).toMatchObject({
    same: false,
    callIds: ['busy1'],
    difference: { expected: { type: 'transition' } }
  });
});

test('one call of many, or none of that name', async () => {
  const phones = new Phones();
  using recorder = new FlightRecorder(phones.bob.stack.trace$);
  for (let count = 0; count < 3; count++) {
    phones.calls();
    await phones.wire.pass(100);
    phones.incoming.reject();
  }
  await phones.wire.pass(40_000);
  const path = join(folder, 'three.jsonl');
  await writeRecording(recorder.recording(), path);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  const call = recorder.calls()[1]?.callId ?? '';
  expect((await run(path))[0]).toMatch(/^the same: 3 calls/);
  const [json] = await run(path, { call, json: true });
  expect(JSON.parse(json)).toMatchObject({ same: true, callIds: [call], omitted: [] });
  await expect(run(path, { call: 'none' })).rejects.toMatchObject({ code: 'ERR_SIP_NOT_REPLAYABLE' });
});

describe('--to-test', () => {
  test('writes the test and the recording beside it, as they are committed, and overwrites nothing', async () => {
    const path = join(folder, 'never-acknowledged.test.ts');
    await run(unacknowledged, { toTest: path });
    expect(await readFile(path, 'utf8')).toBe(await readFile(here('../replay/never-acknowledged.test.ts'), 'utf8'));
    const recording = await readTraceFile(join(folder, 'never-acknowledged.trace.jsonl'));
    expect(recording).toEqual(await readTraceFile(unacknowledged));
    await expect(run(unacknowledged, { toTest: path })).rejects.toMatchObject({ code: 'EEXIST' });
  });

  test('takes the name of a test, and is no way to write code into one', async () => {
    await expect(run(refused, { toTest: join(folder, 'refused.ts') })).rejects.toThrow('NAME.test.ts');
    const path = join(folder, "it's${1}`\\.test.ts");
    await run(await changed(refused, 'INVITE sip:busy@', 'INVITE sip:\\u2028*/@'), { toTest: path });
    const text = await readFile(path, 'utf8');
    expect(text).toContain("test.each(['compiled', 'interpreted'] as const)('it\\'s${1}`\\\\: as it was recorded");
    expect(text).toMatch(/^[\n\x20-\x7e]*$/);
  });
});

test('an engine that does not exist is refused', async () => {
  await expect(run(refused, { engine: 'steam' })).rejects.toThrow('--engine takes compiled or interpreted');
});

describe('as a process', () => {
  /** Its exit code and what it says. */
  async function sipcharts(...args: readonly string[]): Promise<{ readonly code: number; readonly said: string }> {
    const options = ['--import', 'tsx', '--conditions', 'sipcharts-source', here('../../src/cli/main.ts')];
    return new Promise((resolve) => {
      execFile(process.execPath, [...options, ...args], { cwd: here('../..') }, (error, stdout, stderr) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, said: stdout + stderr });
      });
    });
  }

  test('exit codes: 0 the same, 1 departs, 2 usage, 5 malformed', { timeout: 60_000 }, async () => {
    const same = await sipcharts('replay', unacknowledged);
    expect(same).toEqual({ code: 0, said: 'the same: 1 call, 94 events\n' });
    const other = await changed(refused, '486 Busy Here', '486 Busy Hear');
    expect(await sipcharts('replay', other)).toMatchObject({ code: 1 });
    expect(await sipcharts('replay', refused, '--call', 'none')).toMatchObject({ code: 2 });
    const cut = join(folder, 'cut.jsonl');
    await copyFile(refused, cut);
    await writeFile(cut, (await readFile(cut, 'utf8')).slice(0, 5000));
    const damaged = await sipcharts('replay', cut);
    expect(damaged.code).toBe(5);
    expect(damaged.said).toMatch(/^sipcharts: line \d+ of the trace: no JSON: it may have been cut off\n$/);
  });
});
