/** What Prometheus reads of a call, on virtual time. */
import { spawnSync } from 'node:child_process';
import { afterEach, describe, expect, test } from 'vitest';
import type { Stack } from '../../src/stack/stack.ts';
import { metrics } from '../../src/metrics/index.ts';
import type { TraceEvent } from '../../src/trace/event.ts';
import { Counts, FirstNames } from '../../src/metrics/counts.ts';
import { TraceCounts } from '../../src/metrics/trace-counts.ts';
import { sdpOfBob, Phones } from '../support/phones.ts';
import { request } from '../support/messages.ts';
import { Wire } from '../support/wire.ts';

const stacks: Stack[] = [];
afterEach(async () => {
  for (const stack of stacks.splice(0)) await stack.close();
});

function phones(): Phones {
  const both = new Phones();
  stacks.push(both.alice.stack, both.bob.stack);
  return both;
}

type Registry = ReturnType<typeof metrics>;

/** Every sample, by its name and labels as they are written; a line that is no sample or comment fails. */
async function scrape(registry: Registry): Promise<ReadonlyMap<string, number>> {
  const samples = new Map<string, number>();
  const types = new Map<string, string>();
  for (const line of (await registry.metrics()).split('\n')) {
    const [, name, type] = /^# TYPE (\w+) (counter|gauge|histogram)$/.exec(line) ?? [];
    if (name !== undefined && type !== undefined) {
      expect(types.has(name)).toBe(false);
      types.set(name, type);
    }
    if (line === '' || line.startsWith('# ')) continue;
    const sample = /^([a-z_]+)(\{(?:[a-zA-Z_]+="(?:[^"\\\n]|\\.)*",?)+\})? (-?\d+(?:\.\d+)?(?:e-?\d+)?)$/.exec(line);
    if (sample === null) throw new Error(`no sample: ${line}`);
    const key = `${sample[1]!}${sample[2] ?? ''}`;
    expect(samples.has(key), key).toBe(false);
    expect(
      [...types.keys()].some((type) => sample[1]!.startsWith(type)),
      key
    ).toBe(true);
    samples.set(key, Number(sample[3]));
  }
  return samples;
}

/** What is not 0 of one metric, without its prefix. */
async function read(registry: Registry, name: string): Promise<Readonly<Record<string, number>>> {
  const found = [...(await scrape(registry))].filter(
    ([key, value]) => value !== 0 && key.replace(/\{.*/, '') === `sipcharts_${name}`
  );
  return Object.fromEntries(found.map(([key, value]) => [key.replace(/^[^{]*/, '') || '{}', value]));
}

describe('counters', () => {
  test('what lives and what was dropped is read when somebody asks', async () => {
    const both = phones();
    const registry = metrics(both.bob.stack);
    const { incoming } = await both.reaches();
    expect(await read(registry, 'transactions')).toEqual({ '{}': 1 });
    expect(await read(registry, 'invites')).toEqual({ '{}': 1 });
    incoming.ring();
    await both.wire.settle();
    expect(await read(registry, 'dialogs')).toEqual({ '{}': 1 });
    both.wire.peer('carol').send('bob', new TextEncoder().encode('no SIP at all'));
    await both.wire.settle();
    expect(await read(registry, 'counted_total')).toEqual({ '{name="unreadable"}': 1 });
    expect([...(await scrape(registry)).keys()].filter((key) => key.includes('charts_started'))).toEqual([]);
  });

  test('how late the event loop is', async () => {
    const registry = metrics(phones().bob.stack);
    const samples = await scrape(registry);
    for (const percentile of ['50', '99', '100']) {
      const delay = samples.get(`sipcharts_event_loop_delay_seconds{percentile="${percentile}"}`);
      expect(delay).toBeGreaterThanOrEqual(0);
      expect(delay).toBeLessThan(10);
    }
  });

  test('nobody subscribes to the trace', async () => {
    const { stack } = phones().bob;
    const refuse = (): never => {
      throw new Error('looked at');
    };
    Object.defineProperty(stack, 'trace$', { get: refuse });
    expect((await scrape(metrics(stack))).size).toBeGreaterThan(10);
    expect(() => metrics(stack, { detail: 'trace' })).toThrow('looked at');
  });

  test('a detail that does not exist', () => {
    const { stack } = phones().bob;
    expect(() => metrics(stack, { detail: 'all' as 'trace' })).toThrow(
      expect.objectContaining({ code: 'ERR_SIP_INVALID_OPTION' })
    );
  });
});

describe('the trace', () => {
  test('RFC 3665 §3.1: a call, seen by both', async () => {
    const both = phones();
    const ofBob = metrics(both.bob.stack, { detail: 'trace' });
    const ofAlice = metrics(both.alice.stack, { detail: 'trace' });
    const { incoming } = await both.reaches();
    incoming.ring();
    await both.wire.settle();
    expect(await read(ofBob, 'charts')).toEqual({
      '{chart="inviteServerTransaction",method="INVITE",state="Proceeding"}': 1,
      '{chart="uasInvite",method="",state="Proceeding"}': 1,
      '{chart="dialog",method="",state="Early"}': 1
    });
    void incoming.answer({ sdp: sdpOfBob });
    await both.wire.settle();
    expect(await read(ofBob, 'charts')).toMatchObject({ '{chart="dialog",method="",state="Confirmed"}': 1 });
    void both.bob.calls[0]?.hangUp();
    await both.wire.expectNothingLeft();

    expect(await read(ofBob, 'charts')).toEqual({});
    expect(await read(ofBob, 'charts_started_total')).toEqual({
      '{chart="inviteServerTransaction",method="INVITE"}': 1,
      '{chart="uasInvite",method=""}': 1,
      '{chart="dialog",method=""}': 1,
      '{chart="nonInviteClientTransaction",method="BYE"}': 1
    });
    expect(await read(ofBob, 'requests_total')).toEqual({
      '{method="INVITE",direction="in"}': 1,
      '{method="ACK",direction="in"}': 1,
      '{method="BYE",direction="out"}': 1
    });
    expect(await read(ofBob, 'responses_total')).toEqual({
      '{class="1xx",method="INVITE",direction="out"}': 2,
      '{class="2xx",method="INVITE",direction="out"}': 1,
      '{class="2xx",method="BYE",direction="in"}': 1
    });
    expect(await read(ofBob, 'retransmissions_total')).toEqual({});
    expect(await read(ofBob, 'timers_fired_total')).toMatchObject({
      '{timer="timerTrying"}': 1,
      '{timer="timerL"}': 1
    });
    // Bob answers 400 ms after the INVITE was there (300 and a trip of his 180); Alice waits for two trips more.
    expect(await read(ofBob, 'call_setup_seconds_count')).toEqual({ '{direction="in"}': 1 });
    expect(await read(ofAlice, 'call_setup_seconds_count')).toEqual({ '{direction="out"}': 1 });
    const [bob, alice] = [await read(ofBob, 'call_setup_seconds_sum'), await read(ofAlice, 'call_setup_seconds_sum')];
    expect(bob['{direction="in"}']).toBeCloseTo(0.39, 9);
    expect(alice['{direction="out"}']).toBeCloseTo(0.41, 9);
  });

  test('what lived before is counted among what lives, and not among what was started', async () => {
    const both = phones();
    await both.talk();
    const registry = metrics(both.bob.stack, { detail: 'trace' });
    expect(await read(registry, 'charts')).toMatchObject({ '{chart="dialog",method="",state="Confirmed"}': 1 });
    expect(await read(registry, 'charts_started_total')).toEqual({});
    void both.bob.calls[0]?.hangUp();
    await both.wire.expectNothingLeft();
    expect(await read(registry, 'charts')).toEqual({});
  });

  test('what is sent again is told apart; a refused call and one within a dialog set nothing up', async () => {
    const wire = new Wire();
    const bob = wire.userAgent('bob');
    stacks.push(bob.stack);
    bob.incoming$.subscribe((incoming) => {
      incoming.reject(486);
    });
    const registry = metrics(bob.stack, { detail: 'trace' });
    const carol = wire.peer('carol');
    carol.send('bob', request('INVITE'));
    carol.send('bob', request('INVITE'));
    await wire.pass(5000);
    expect(await read(registry, 'requests_total')).toEqual({ '{method="INVITE",direction="in"}': 2 });
    const { 0: again, length } = Object.entries(await read(registry, 'retransmissions_total'));
    expect([again?.[0], length]).toEqual(['{kind="request",method="INVITE",direction="in"}', 2]);
    expect(await read(registry, 'call_setup_seconds_count')).toEqual({});
  });

  test('a method that nobody knows is `other`', async () => {
    const wire = new Wire();
    const stack = wire.stack('bob');
    stacks.push(stack);
    const registry = metrics(stack, { detail: 'trace' });
    for (const method of ['FIRST', 'SECOND', 'THIRD'])
      wire.peer('carol').send('bob', request(method, { branch: `z9hG4bK${method}` }));
    await wire.settle();
    expect(await read(registry, 'requests_total')).toEqual({ '{method="other",direction="in"}': 3 });
  });

  test('it ends with the stack', async () => {
    const both = phones();
    const registry = metrics(both.bob.stack, { detail: 'trace' });
    await both.bob.stack.close();
    expect((await scrape(registry)).size).toBeGreaterThan(10);
  });
});

describe('set-up times', () => {
  const flow = { transport: 'UDP', local: { host: '::1', port: 1 }, remote: { host: '::1', port: 2 } };
  const invite = (branch: string, at: number, text = 'To: <sip:a>\r\n'): TraceEvent => {
    const cseq = { sequence: 1, method: 'INVITE' };
    return { type: 'message', at, message: 1, direction: 'in', flow, startLine: 'INVITE x', cseq, branch, text };
  };
  const answer = (branch: string, at: number, status = 200): TraceEvent => {
    const cseq = { sequence: 1, method: 'INVITE' };
    return { type: 'message', at, message: 1, direction: 'out', flow, startLine: 'S', status, cseq, branch, text: '' };
  };
  const timesOf = (...events: readonly TraceEvent[]): readonly number[] => {
    const times: number[] = [];
    const counts = new TraceCounts(({ ms }) => times.push(ms));
    for (const event of events) counts.see(event);
    return times;
  };

  test('the first 2xx counts, and an INVITE within a dialog does not', () => {
    expect(timesOf(invite('a', 0), answer('a', 1, 180), answer('a', 5), answer('a', 9))).toEqual([5]);
    expect(timesOf(invite('a', 0), answer('a', 5, 302), answer('a', 9))).toEqual([]);
    expect(timesOf(invite('a', 0, 'f: <sip:a>;tag=1\r\nt: <sip:a> ;tag=1\r\n'), answer('a', 5))).toEqual([]);
    expect(timesOf(invite('a', 0, 'From: <sip:a>;tag=1\r\nTo: <sip:a>\r\n'), answer('a', 5))).toEqual([5]);
    expect(timesOf(answer('a', 5))).toEqual([]);
  });

  test('10,000 INVITEs are remembered', () => {
    const many = Array.from({ length: 10_001 }, (_, i) => invite(String(i), i));
    expect(timesOf(...many, answer('0', 20_000), answer('1', 20_001))).toEqual([20_000]);
  });
});

test('names of programs are bounded: the first ones, then `other`', () => {
  const names = new FirstNames(2);
  expect(['a', 'b', 'c', 'a', 'd'].map((name) => names.of(name))).toEqual(['a', 'b', 'other', 'a', 'other']);
  const counts = new Counts('x', 'y');
  counts.add(2, 'a', 'b');
  counts.add(-1, 'a', 'b');
  counts.add(1, 'a');
  expect([...counts.rows()]).toEqual([
    { labels: { x: 'a', y: 'b' }, count: 1 },
    { labels: { x: 'a', y: '' }, count: 1 }
  ]);
});

const promtool = spawnSync('promtool', ['--version']).error === undefined;
if (!promtool) console.warn('skipped: promtool (Debian: prometheus) is not installed');
test.skipIf(!promtool)('promtool finds nothing to complain of', async () => {
  const both = phones();
  const registry = metrics(both.bob.stack, { detail: 'trace' });
  await both.talk();
  const { status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], {
    input: await registry.metrics(),
    encoding: 'utf8'
  });
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });
});
