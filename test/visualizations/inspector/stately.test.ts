/** What goes to Stately's inspector: its package's wire events, of few actors, without secrets. */
import { describe, expect, test } from 'vitest';
import type { Engine } from '../../../src/stack/compiled-charts.ts';
import { type StatelyEvent, tellStately } from '../../../visualizations/inspector/adapter.ts';
import type { ActorSelection } from '../../../visualizations/inspector/chosen-actors.ts';
import { snapshotToPlain, toPlain } from '../../../visualizations/inspector/plain.ts';
import { inspect } from '../../../visualizations/inspector/server.ts';
import { request } from '../../support/messages.ts';
import { Phones } from '../../support/phones.ts';
import { Inspected } from './asking.ts';

/** Lets the package's own turns pass: it tells of each thing in a timeout of 0. */
const turns = async (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

/** What Bob's actors make of a call, as it goes over the wire. */
function tell(phones: Phones, selection: ActorSelection) {
  const errors: unknown[] = [];
  const sent: StatelyEvent[] = [];
  const stop = tellStately(
    phones.bob.stack,
    selection,
    (event) => sent.push(JSON.parse(JSON.stringify(event)) as StatelyEvent),
    (error) => errors.push(error)
  );
  return { sent, stop, errors };
}

const ofType = <T extends StatelyEvent['type']>(events: readonly StatelyEvent[], type: T) =>
  events.filter((event): event is Extract<StatelyEvent, { type: T }> => event.type === type);

describe.each(['compiled', 'interpreted'] as const)('%s charts', (engine: Engine) => {
  const start = (): Phones => new Phones({ bob: { engine } });

  test('come with their definitions, their events and their snapshots', async () => {
    const phones = start();
    const { sent, stop, errors } = tell(phones, {});
    await phones.talk();
    void phones.bob.calls[0]?.hangUp();
    await phones.wire.settle();
    await turns();
    stop();
    const actors = ofType(sent, '@xstate.actor');
    const definitions = actors.map(
      ({ definition }) => JSON.parse(definition ?? '{}') as { id: string; states: object }
    );
    expect(definitions.map(({ id }) => id)).toEqual([
      'inviteServerTransaction',
      'uasInvite',
      'dialog',
      'nonInviteClientTransaction'
    ]);
    expect(Object.keys(definitions[2]!.states)).toEqual(['Confirmed', 'Early', 'Terminated']);
    const dialog = actors[2]!;
    const snapshots = ofType(sent, '@xstate.snapshot').filter(({ sessionId }) => sessionId === dialog.sessionId);
    expect(snapshots.at(-1)).toMatchObject({ snapshot: { status: 'done', value: 'Terminated' } });
    const events = ofType(sent, '@xstate.event').filter(({ sessionId }) => sessionId === dialog.sessionId);
    expect(events.map(({ event }) => event.type)).toContain('user.bye');
    const known = new Set(actors.map(({ sessionId }) => sessionId));
    expect(
      sent.every(({ sessionId, rootId }) => known.has(sessionId) && rootId === phones.bob.stack.actor.sessionId)
    ).toBe(true);
    expect(errors).toEqual([]);
    await phones.wire.expectNothingLeft();
  });

  test('that live already come first', async () => {
    const phones = start();
    await phones.talk();
    const { sent, stop } = tell(phones, { chart: 'dialog' });
    await turns();
    stop();
    expect(sent).toMatchObject([{ type: '@xstate.actor', snapshot: { value: { Confirmed: 'established' } } }]);
  });
});

describe('the selection', () => {
  const namesOf = async (selection: ActorSelection): Promise<readonly string[]> => {
    const phones = new Phones();
    const { sent, stop } = tell(phones, selection);
    const { called } = await phones.talk();
    phones.wire.peer('carol').send('bob', request('OPTIONS', { branch: 'z9hG4bK1' }));
    await phones.wire.settle();
    await turns();
    stop();
    expect(called.id.callId).toMatch(/^alice-2/);
    return ofType(sent, '@xstate.actor').map(({ definition }) => (JSON.parse(definition ?? '') as { id: string }).id);
  };

  test('by chart', async () => {
    expect(await namesOf({ chart: 'nonInviteServerTransaction' })).toEqual(['nonInviteServerTransaction']);
  });

  test('by Call-ID', async () => {
    expect(await namesOf({ callId: 'call' })).toEqual(['nonInviteServerTransaction']);
    expect(await namesOf({ callId: 'another' })).toEqual([]);
  });

  test('the newest, so many: nothing more is told of one that made room', async () => {
    const phones = new Phones();
    await phones.talk();
    const { sent, stop } = tell(phones, { newest: 1 });
    phones.wire.peer('carol').send('bob', request('OPTIONS', { branch: 'z9hG4bK1' }));
    await phones.wire.settle();
    void phones.bob.calls[0]?.hangUp();
    await phones.wire.settle();
    await turns();
    stop();
    const [, options = '', bye = ''] = ofType(sent, '@xstate.actor').map(({ sessionId }) => sessionId);
    const place = sent.findIndex(({ sessionId }) => sessionId === bye);
    expect(place).toBeGreaterThan(0);
    expect(sent.slice(place).filter(({ sessionId }) => sessionId === options)).toEqual([]);
  });
});

test('once it is stopped nothing is sent, not even what waits', async () => {
  const phones = new Phones();
  const { sent, stop } = tell(phones, {});
  await phones.talk();
  stop();
  const before = sent.length;
  await turns();
  expect(sent).toHaveLength(before);
});

test('no credentials and no keys are sent', async () => {
  const phones = new Phones();
  const { sent, stop } = tell(phones, {});
  const fields = ['Authorization: Digest username="a", response="0123456789abcdef"'];
  const body = 'v=0\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:c2VjcmV0a2V5\n';
  phones.wire.peer('carol').send('bob', request('OPTIONS', { branch: 'z9hG4bK1', fields, body }));
  await phones.wire.settle();
  await turns();
  stop();
  const text = JSON.stringify(sent);
  expect(text).toContain('OPTIONS sip:bob');
  expect(text).not.toMatch(/0123456789abcdef|c2VjcmV0a2V5/);
});

describe('plain data', () => {
  test.each([
    [
      'a field with credentials',
      { name: 'Proxy-Authorization', value: 'Digest x' },
      { name: 'Proxy-Authorization', value: 'xxx' }
    ],
    ['credentials by their name', { password: 'secret', user: 'a' }, { password: 'xxx', user: 'a' }],
    ['bytes', new Uint8Array(3), '(3 bytes)'],
    ['a function', { f: Math.max }, { f: 'max()' }],
    ['what JSON has no word for', [1n, Symbol('a'), undefined], ['1', 'Symbol(a)', undefined]],
    ['an actor', { id: 'a', sessionId: 'x:1', send: () => undefined }, '(actor a)'],
    ['maps and sets', new Map([['a', new Set([1])]]), { a: [1] }],
    ['an error', new TypeError('no'), 'TypeError: no'],
    ['long text', 'a'.repeat(5000), `${'a'.repeat(4096)}…`]
  ])('%s', (_, value, plain) => {
    expect(toPlain(value)).toEqual(plain);
  });

  test('is bounded in depth, breadth and in all', () => {
    const circle: { self?: unknown } = {};
    circle.self = circle;
    expect(JSON.stringify(toPlain(circle)).length).toBeLessThan(200);
    expect(toPlain(Array.from({ length: 1000 }, () => 0))).toHaveLength(65);
    const wide = (depth: number): unknown => (depth === 0 ? 0 : Array.from({ length: 60 }, () => wide(depth - 1)));
    expect(JSON.stringify(toPlain(wide(3))).length).toBeLessThan(1_000_000);
    expect(snapshotToPlain(undefined)).toEqual({});
  });
});

describe('the way to it', () => {
  test('says where it goes and what is sent, and sends nothing before its page asks', async () => {
    const stately = { url: 'https://example.org/inspect', select: { callId: 'call', newest: 5 } };
    const inspected = await Inspected.start({ stately });
    const { status, headers, text } = await inspected.ask('/stately');
    expect([status, headers['cross-origin-opener-policy']]).toEqual([200, 'same-origin-allow-popups']);
    expect(text).toContain('Data leaves this machine.');
    expect(text).not.toMatch(/<script>|<style>| on\w+=/);
    expect(JSON.parse((await inspected.ask('/stately/settings')).text)).toEqual({
      url: 'https://example.org/inspect',
      selection: 'the newest 5 charts of the call call'
    });
    const page = await inspected.open('/stately/events');
    const { wire } = inspected.phones;
    wire.peer('carol').send('bob', request('OPTIONS', { branch: 'z9hG4bK1' }));
    await wire.settle();
    expect(await page.json()).toMatchObject({ type: '@xstate.actor' });
  });

  test('a page that does not read loses events, and is told how many once it reads', async () => {
    const inspected = await Inspected.start({ stately: { select: { newest: 200 } } });
    const { wire } = inspected.phones;
    const page = await inspected.open('/stately/events');
    page.response.pause();
    const carol = wire.peer('carol');
    const fields = [`X-Filler: ${'a'.repeat(8000)}`];
    for (let round = 0; round < 10; round++) {
      for (let i = 0; i < 50; i++)
        carol.send('bob', request('OPTIONS', { branch: `z9hG4bK${String(round * 50 + i)}`, fields }));
      await wire.settle();
      await turns();
    }
    page.response.resume();
    const seen = await page.until(({ event }) => event === 'lost');
    expect(Number(seen.at(-1)?.data)).toBeGreaterThan(0);
    expect(inspected.errors).toEqual([]);
  }, 20_000);

  test.each(['javascript:alert(1)', 'file:///etc/passwd', 'nonsense'])('%s is no page of the web', async (url) => {
    const { bob } = new Phones();
    const failed = inspect(bob.stack, { port: 0, stately: { url } });
    await expect(failed).rejects.toMatchObject({ code: 'ERR_SIP_INVALID_OPTION' });
  });
});
