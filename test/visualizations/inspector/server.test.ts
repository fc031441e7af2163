/** What the inspector's pages get: overviews, traces, drawings, files; and what becomes of pages that are slow. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { setup } from 'xstate';
import type { TraceEvent } from '../../../src/trace/event.ts';
import { FlightRecorder } from '../../../src/trace/recorder.ts';
import { readPackageFile } from '../../../visualizations/inspector/package-files.ts';
import type { Overview } from '../../../visualizations/inspector/protocol.ts';
import { inspect } from '../../../visualizations/inspector/server.ts';
import { request } from '../../support/messages.ts';
import { Inspected, type Sent } from './asking.ts';

const parsed = (events: readonly Sent[]): readonly TraceEvent[] =>
  events.filter(({ event }) => event === 'message').map(({ data }) => JSON.parse(data) as TraceEvent);

const isEnd = ({ event }: Sent): boolean => event === 'end';

describe('the overview', () => {
  test('comes at once, and again when something has changed, four times a second at most', async () => {
    const inspected = await Inspected.start();
    const { wire } = inspected.phones;
    const page = await inspected.open('/overview');
    expect(page.response.headers['content-type']).toBe('text/event-stream; charset=utf-8');
    expect(await page.json<Overview>()).toMatchObject({ at: 0, living: { call: 0 }, rows: [] });
    const { incoming } = await inspected.phones.reaches();
    await wire.pass(1000);
    const times: number[] = [];
    const overviews: Overview[] = [];
    for (;;) {
      const overview = await page.json<Overview>();
      times.push(overview.at);
      overviews.push(overview);
      if (overview.at >= 1250) break;
    }
    // The INVITE at 0 to its 100 after 200 ms; then nothing but time.
    expect(times).toEqual([250, 1250]);
    expect(overviews[0]).toMatchObject({ living: { call: 1 }, rates: { messagesIn: 1, calls: 1 } });
    incoming.reject(486);
    await wire.settle();
  });

  test('has the rows that its page asked for', async () => {
    const inspected = await Inspected.start();
    await inspected.phones.talk();
    const rows = async (query: string) => (await (await inspected.open(`/overview?${query}`)).json<Overview>()).rows;
    expect((await rows('kind=dialog')).map(({ name }) => name)).toEqual(['dialog']);
    expect(await rows('stuck=1')).toEqual([]);
    expect(await rows('limit=1')).toHaveLength(1);
    expect((await rows('state=Confirmed&text=sip%3Abob')).map(({ name }) => name)).toEqual(['call']);
  });
});

test('a call that the recorder has no room for any more has no row once it has ended', async () => {
  const inspected = await Inspected.start({ record: { calls: 1 } });
  const { wire, bob } = inspected.phones;
  for (let calls = 0; calls < 2; calls++) {
    const { called } = await inspected.phones.talk();
    void bob.calls[0]?.hangUp();
    await wire.pass(1000);
    const { rows } = await (await inspected.open('/overview?kind=call')).json<Overview>();
    expect(rows.map(({ callId }) => callId)).toEqual([called.id.callId]);
  }
});

describe('a trace', () => {
  test('of a call begins with what is kept, and goes on; a late page sees the whole call', async () => {
    const inspected = await Inspected.start();
    const { wire, bob } = inspected.phones;
    const { called } = await inspected.phones.talk();
    const page = await inspected.open(`/trace?call=${encodeURIComponent(called.id.callId)}`);
    const kept = parsed(await page.until(({ data }) => data.includes('"type":"message"')));
    expect(kept[0]).toMatchObject({ type: 'begin' });
    expect(kept.at(-1)).toMatchObject({ message: 1, startLine: 'INVITE sip:bob@192.0.2.1 SIP/2.0' });
    void bob.calls[0]?.hangUp();
    const rest = page.until(({ data }) => data.includes('"outcome"'));
    await wire.settle();
    const told = parsed(await rest);
    expect(told.filter(({ type }) => type === 'message').length).toBeGreaterThan(4);
    expect(told.at(-1)).toMatchObject({ type: 'actor.ended', how: 'done' });
  });

  test('of an actor is about it alone, with the messages that it was told of', async () => {
    const inspected = await Inspected.start();
    await inspected.phones.talk();
    const overview = await (await inspected.open('/overview?kind=transaction')).json<Overview>();
    const { actor = 0 } = overview.rows[0]!;
    const page = await inspected.open(`/trace?actor=${String(actor)}`);
    const [begin, message, started, ...more] = parsed(await page.until(({ data }) => data.includes('timerL')));
    expect(begin).toMatchObject({ type: 'begin', living: { actors: 0, timers: 0 } });
    expect(message).toMatchObject({ type: 'message', direction: 'in', message: 1 });
    expect(started).toMatchObject({ type: 'actor.started', actor, name: 'inviteServerTransaction' });
    expect(more.every((event) => 'actor' in event && event.actor === actor)).toBe(true);
  });

  test('of an actor that has no Call-ID is that of the stack', async () => {
    const inspected = await Inspected.start();
    const page = await inspected.open('/trace?actor=4');
    const [begin, table] = parsed([await page.next(), await page.next()]);
    expect(begin).toMatchObject({ type: 'begin', living: { actors: 1, timers: 0 } });
    expect(table).toMatchObject({ type: 'actor.living', actor: 4, name: 'table' });
  });

  test('has no credentials and no keys', async () => {
    const inspected = await Inspected.start();
    const { wire } = inspected.phones;
    const secret = 'Digest username="alice", response="0123456789abcdef"';
    wire.peer('carol').send('bob', request('OPTIONS', { branch: 'z9hG4bK1', fields: [`Authorization: ${secret}`] }));
    await wire.settle();
    const { text } = await inspected.ask('/export?call=call');
    expect(text).toContain('OPTIONS');
    expect(text).not.toContain('0123456789abcdef');
    const page = await inspected.open('/trace?call=call');
    const events = await page.until(({ data }) => data.includes('"direction":"out"'));
    expect(events.some(({ data }) => data.includes('Authorization: Digest xxx'))).toBe(true);
    expect(events.some(({ data }) => data.includes('0123456789abcdef'))).toBe(false);
  });
});

describe('the end', () => {
  test('of the stack is told to every page; a late one is told at once, and what was kept is still there', async () => {
    const inspected = await Inspected.start({ stately: {} });
    const { called } = await inspected.phones.talk();
    const call = encodeURIComponent(called.id.callId);
    const paths = ['/overview', `/trace?call=${call}`, '/trace?actor=4', '/stately/events'];
    const pages = await Promise.all(paths.map(async (path) => inspected.open(path)));
    await inspected.phones.bob.stack.close();
    for (const page of pages) await page.until(isEnd);
    for (const path of paths) await (await inspected.open(path)).until(isEnd);
    expect((await inspected.ask(`/export?call=${call}`)).text).toContain('INVITE');
  });

  test('of the inspector ends its pages and frees its port; the stack goes on, unwatched', async () => {
    const inspected = await Inspected.start();
    const { port } = inspected.url;
    const page = await inspected.open('/overview');
    await inspected.inspector[Symbol.asyncDispose]();
    await page.until(isEnd);
    await expect(inspected.ask('/')).rejects.toThrow('ECONNREFUSED');
    const { bob, wire } = inspected.phones;
    await inspected.phones.talk();
    const again = await inspect(bob.stack, { port: Number(port), clock: wire.clock });
    await again.close();
    await again.close();
  });

  test('leaves nothing on the clock', async () => {
    const inspected = await Inspected.start();
    await (await inspected.open('/overview')).next();
    await inspected.inspector.close();
    expect(inspected.phones.wire.clock.pending).toBe(0);
  });

  test('a port that is taken is the error of who wanted it, and nothing keeps watching', async () => {
    const inspected = await Inspected.start();
    const { alice } = inspected.phones;
    const taken = inspect(alice.stack, { port: Number(inspected.url.port) });
    await expect(taken).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});

describe('pages', () => {
  test('are so many at once, two streams each; one that goes makes room', async () => {
    const inspected = await Inspected.start({ pages: 1 });
    const first = await inspected.open('/overview');
    const second = await inspected.open('/trace?call=a');
    const refused = await inspected.ask('/overview');
    expect([refused.status, refused.headers['retry-after']]).toEqual([503, '10']);
    first.leave();
    // The server learns of it in a turn of its own.
    let status = 503;
    while (status === 503) ({ status } = await inspected.ask('/overview', { method: 'HEAD' }));
    expect(status).toBe(200);
    second.leave();
  });

  test('are shown that somebody is there', async () => {
    const inspected = await Inspected.start();
    const page = await inspected.open('/trace?call=a');
    const beat = page.until(({ event }) => event === 'beat');
    await inspected.phones.wire.pass(15_000);
    await beat;
  });
});

describe('drawings', () => {
  test.each(['inviteClientTransaction', 'dialog', 'uasInvite', 'nonInviteServerTransaction'])('%s', async (chart) => {
    const inspected = await Inspected.start();
    const svg = await inspected.ask(`/charts/${chart}.svg`);
    expect(svg.headers['content-type']).toBe('image/svg+xml');
    expect(svg.text).toContain(`data-state="${chart}`);
    const json = await inspected.ask(`/charts/${chart}.json`);
    expect(JSON.parse(json.text)).toMatchObject({ id: chart });
  });

  test('of a machine of the user’s, drawn when it is asked for', async () => {
    const doorbell = setup({}).createMachine({ id: 'doorbell', initial: 'Idle', states: { Idle: {} } });
    const inspected = await Inspected.start({ machines: [doorbell] });
    for (let times = 0; times < 2; times++)
      expect((await inspected.ask('/charts/doorbell.svg')).text).toContain('data-state="doorbell.Idle"');
    expect(JSON.parse((await inspected.ask('/charts/doorbell.json')).text)).toMatchObject({ id: 'doorbell' });
    expect((await inspected.ask('/charts/bell.svg')).status).toBe(404);
  });
});

describe('files', () => {
  test('a recorded call as JSON lines, named after its Call-ID; all that is kept without one', async () => {
    const inspected = await Inspected.start();
    const { called } = await inspected.phones.talk();
    const { headers, text } = await inspected.ask(`/export?format=trace&call=${encodeURIComponent(called.id.callId)}`);
    expect(headers['content-disposition']).toBe(`attachment; filename="${called.id.callId}.jsonl"`);
    const lines = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as TraceEvent);
    expect(lines[0]).toMatchObject({ type: 'begin' });
    expect(lines.filter(({ type }) => type === 'message')).toHaveLength(4);
    expect((await inspected.ask('/export')).text).toContain(called.id.callId);
    const odd = await inspected.ask(`/export?call=${encodeURIComponent('a"\r\nb/../c')}`);
    expect(odd.headers['content-disposition']).toBe('attachment; filename="a_b_.._c.jsonl"');
  });

  test('a recorder of one’s own is used, and left running', async () => {
    const inspected = await Inspected.start();
    const { alice, wire } = inspected.phones;
    const recorder = new FlightRecorder(alice.stack.trace$);
    const inspector = await inspect(alice.stack, { port: 0, clock: wire.clock, recorder });
    await inspector.close();
    await inspected.phones.talk();
    expect(recorder.calls()).toHaveLength(1);
    recorder[Symbol.dispose]();
  });

  test('of the package only modules that are built, and what pages are made of', async () => {
    const root = await mkdtemp(join(tmpdir(), 'sipcharts-package-'));
    try {
      const put = async (path: string): Promise<void> => {
        await mkdir(join(root, path, '..'), { recursive: true });
        await writeFile(join(root, path), path);
      };
      const served = [
        ['/visualizations/inspector/page/main.js', 'dist/visualizations/inspector/page/main.js', 'text/javascript'],
        ['/src/trace/format.js', 'dist/src/trace/format.js', 'text/javascript'],
        ['/visualizations/inspector/page/index.html', 'visualizations/inspector/page/index.html', 'text/html'],
        ['/visualizations/inspector/page/page.css', 'visualizations/inspector/page/page.css', 'text/css'],
        ['/visualizations/inspector/page/icon.svg', 'dist/visualizations/inspector/page/icon.svg', 'image/svg+xml']
      ] as const;
      const hidden = ['src/trace/format.js', 'dist/src/cli/main.js', 'package.json', 'dist/src/.env.js', 'secret.html'];
      for (const path of [...served.map(([, file]) => file).filter((file) => !hidden.includes(file)), ...hidden])
        await put(path);
      for (const [path, file, type] of served) {
        const read = await readPackageFile(path, root);
        expect([read?.content.toString(), read?.type.split(';', 1).join()]).toEqual([file, type]);
      }
      for (const path of hidden) {
        expect((await readPackageFile(`/${path}`, root))?.content.toString(), path).not.toBe(path);
        expect(await readPackageFile(`/visualizations/inspector/page/../../../${path}`, root)).toBeUndefined();
      }
      expect(await readPackageFile('/visualizations/inspector/page/none.js', root)).toBeUndefined();
      // A folder of that name is no file.
      await mkdir(join(root, 'dist/visualizations/folder.js'), { recursive: true });
      expect(await readPackageFile('/visualizations/folder.js', root)).toBeUndefined();
    } finally {
      await rm(root, { recursive: true });
    }
  });
});
