/** The overview of a stack: fed with what a stack tells, and with traces in which something hangs. */
import { describe, expect, test } from 'vitest';
import { charts } from '../../../machines/index.ts';
import type { ActorStarted, MessageEvent, TraceEvent } from '../../../src/trace/event.ts';
import { OverviewModel, grace } from '../../../visualizations/inspector/overview.ts';
import type { Overview, OverviewRow } from '../../../visualizations/inspector/protocol.ts';
import { readWaysOut } from '../../../visualizations/inspector/ways-out.ts';
import { request } from '../../support/messages.ts';
import { Phones, sdpOfBob } from '../../support/phones.ts';
import { Wire } from '../../support/wire.ts';

const waysOut = readWaysOut(charts);

const flow = {
  transport: 'UDP',
  local: { host: '192.0.2.1', port: 5060 },
  remote: { host: '192.0.2.9', port: 5070 }
};

/** What tests read of rows. */
const brief = ({ rows }: Overview): readonly unknown[] => rows.map(({ kind, name, state }) => [kind, name, state]);

const only = (overview: Overview, name: string): OverviewRow => {
  const found = overview.rows.filter((row) => row.name === name);
  expect(found).toHaveLength(1);
  return found[0]!;
};

/** A model that is told what is written by hand. */
class Told {
  readonly model: OverviewModel;
  #last = 0;

  constructor(options: ConstructorParameters<typeof OverviewModel>[0] = { waysOut }) {
    this.model = new OverviewModel(options);
  }

  tell(...events: readonly TraceEvent[]): void {
    for (const event of events) this.model.take(event);
  }

  chart(name: string, state: string, callId?: string, at = 0, more: Partial<ActorStarted> = {}): number {
    const actor = ++this.#last;
    const key = `key ${String(actor)}`;
    this.tell({
      type: 'actor.started',
      at,
      actor,
      kind: 'chart',
      name,
      key,
      state,
      ...(callId && { callId }),
      ...more
    });
    return actor;
  }

  arm(actor: number, name: string, due: number | null, at = 0): number {
    const timer = ++this.#last;
    this.tell({ type: 'timer.armed', at, timer, actor, name, due, in: due === null ? null : due - at });
    return timer;
  }

  /** The actors that are stuck at a time. */
  stuck(now: number): readonly (number | undefined)[] {
    const { rows } = this.model.overview(now, { stuck: true });
    return rows.filter(({ kind }) => kind !== 'call').map(({ actor }) => actor);
  }
}

const message = (of: Partial<MessageEvent>): MessageEvent => ({
  type: 'message',
  at: 0,
  message: 1,
  direction: 'in',
  flow,
  text: '',
  ...of
});

/** Bob's stack seen from its beginning. */
function watched(phones: Phones): OverviewModel {
  const model = new OverviewModel({ waysOut });
  phones.bob.stack.trace$.subscribe((event) => {
    model.take(event);
  });
  return model;
}

describe('a call', () => {
  test('from its INVITE to the end of its last transaction', async () => {
    const phones = new Phones();
    const { wire } = phones;
    const model = watched(phones);
    const { incoming } = await phones.reaches();
    incoming.ring();
    await wire.settle();
    const ringing = model.overview(wire.clock.now());
    expect(brief(ringing)).toEqual([
      ['dialog', 'dialog', 'Early'],
      ['other', 'uasInvite', { Proceeding: 'ringing' }],
      ['call', 'call', 'Early'],
      ['transaction', 'inviteServerTransaction', { Proceeding: 'answered' }]
    ]);
    expect(ringing.living).toEqual({ call: 1, dialog: 1, transaction: 1, registration: 0, other: 1 });
    expect(only(ringing, 'call')).toMatchObject({
      title: 'INVITE sip:bob@192.0.2.1',
      peer: 'UDP 192.0.2.2:5060',
      startedAt: 10,
      nextTimer: { name: 'oneMinute' },
      isStuck: false
    });
    expect(only(ringing, 'dialog').title).toBe('INVITE sip:bob@192.0.2.1');

    void incoming.answer({ sdp: sdpOfBob });
    await wire.settle();
    const up = model.overview(wire.clock.now(), { kind: 'call' });
    expect(brief(up)).toEqual([['call', 'call', { Confirmed: 'established' }]]);
    expect(up.rows[0]).not.toHaveProperty('endedAt');

    void phones.bob.calls[0]?.hangUp();
    await wire.settle();
    const over = model.overview(wire.clock.now(), { kind: 'call' });
    expect(over.living).toMatchObject({ call: 0, dialog: 0, transaction: 2 });
    expect(over.rows).toHaveLength(1);
    expect(over.rows[0]).toMatchObject({ state: 'Terminated', isStuck: false });
    expect(over.rows[0]?.endedAt).toBeGreaterThan(0);

    await wire.expectNothingLeft();
    const kept = model.overview(wire.clock.now());
    expect(brief(kept)).toEqual([['call', 'call', 'Terminated']]);
    expect(kept.living).toEqual({ call: 0, dialog: 0, transaction: 0, registration: 0, other: 0 });
  });

  test('from the calling side: the title is the request that its transaction sent', async () => {
    const phones = new Phones();
    const model = new OverviewModel({ waysOut });
    phones.alice.stack.trace$.subscribe((event) => {
      model.take(event);
    });
    const { incoming } = await phones.reaches();
    const calling = model.overview(phones.wire.clock.now());
    expect(only(calling, 'call')).toMatchObject({ title: 'INVITE sip:bob@192.0.2.1', peer: 'UDP 192.0.2.1:5060' });
    expect(only(calling, 'inviteClientTransaction').title).toBe('INVITE sip:bob@192.0.2.1');
    incoming.reject(486);
    await phones.wire.settle();
    expect(model.overview(phones.wire.clock.now()).living).toMatchObject({ call: 0, transaction: 1 });
    await phones.wire.expectNothingLeft();
  });

  test('who comes late sees what lives, by its key', async () => {
    const phones = new Phones();
    const { incoming } = await phones.reaches();
    void incoming.answer({ sdp: sdpOfBob });
    await phones.wire.settle();
    const late = watched(phones).overview(phones.wire.clock.now());
    expect(late.living).toMatchObject({ call: 1, dialog: 1 });
    expect(only(late, 'call')).toMatchObject({ state: { Confirmed: 'established' }, title: only(late, 'call').callId });
    expect(only(late, 'dialog').title).toMatch(/^d /);
    void phones.bob.calls[0]?.hangUp();
    await phones.wire.expectNothingLeft();
  });

  test('those that have ended are kept up to a number, the oldest goes first', () => {
    const told = new Told({ waysOut, calls: 2 });
    for (const callId of ['a', 'b', 'c']) {
      const dialog = told.chart('dialog', 'Early', callId);
      told.tell({ type: 'actor.ended', at: 1, actor: dialog, how: 'done' });
    }
    expect(told.model.overview(2).rows.map(({ callId }) => callId)).toEqual(['c', 'b']);
    expect(told.model.overview(2).matching).toBe(2);
  });

  test('those that are kept nowhere else go', () => {
    const told = new Told();
    for (const callId of ['a', 'b', 'c']) {
      const dialog = told.chart('dialog', 'Early', callId);
      if (callId !== 'c') told.tell({ type: 'actor.ended', at: 1, actor: dialog, how: 'done' });
    }
    told.model.keepOnly(new Set(['b']));
    expect(told.model.overview(2, { kind: 'call' }).rows.map(({ callId }) => callId)).toEqual(['c', 'b']);
  });

  test('one that ended begins again with another INVITE of its Call-ID', () => {
    const told = new Told({ waysOut, calls: 1 });
    const dialog = told.chart('dialog', 'Early', 'a');
    told.tell({ type: 'actor.ended', at: 1, actor: dialog, how: 'done' });
    expect(told.model.overview(2).living.call).toBe(0);
    const again = told.chart('uasInvite', 'Proceeding', 'a');
    expect(told.model.overview(2).living.call).toBe(1);
    expect(told.model.overview(2, { kind: 'call' }).rows[0]).not.toHaveProperty('endedAt');
    told.tell({ type: 'actor.ended', at: 3, actor: again, how: 'done' });
    told.tell({ type: 'actor.ended', at: 3, actor: told.chart('dialog', 'Early', 'b'), how: 'done' });
    expect(told.model.overview(4).rows.map(({ callId }) => callId)).toEqual(['b']);
  });
});

describe('what is not a call', () => {
  test('a request of its own is a transaction; services have no rows', async () => {
    const wire = new Wire();
    const stack = wire.stack('bob');
    const model = new OverviewModel({ waysOut });
    stack.trace$.subscribe((event) => {
      model.take(event);
    });
    wire.peer('carol').send('bob', request('OPTIONS', { branch: 'z9hG4bK1' }));
    await wire.settle();
    const overview = model.overview(wire.clock.now());
    expect(brief(overview)).toEqual([['transaction', 'nonInviteServerTransaction', 'Completed']]);
    expect(overview.rows[0]).toMatchObject({
      title: 'OPTIONS sip:bob@192.0.2.1',
      peer: 'UDP 192.0.2.3:5060',
      nextTimer: { due: 32_010 },
      isStuck: false
    });
    await wire.expectNothingLeft();
    expect(model.overview(wire.clock.now()).rows).toEqual([]);
  });

  test('an INVITE that no side was made for is a call while its transaction lives', () => {
    const told = new Told();
    const transaction = told.chart('inviteServerTransaction', 'Completed', 'a');
    expect(told.model.overview(0).living.call).toBe(1);
    told.tell({ type: 'actor.ended', at: 1, actor: transaction, how: 'done' });
    expect(told.model.overview(1).living.call).toBe(0);
  });
});

describe('stuck', () => {
  test('is nothing of an ordinary call, at any time of it', async () => {
    const phones = new Phones();
    const model = watched(phones);
    const { wire } = phones;
    const step = async (ms: number): Promise<void> => {
      for (let left = ms; left > 0; left -= 200) {
        await wire.pass(200);
        expect(model.overview(wire.clock.now(), { stuck: true }).rows).toEqual([]);
      }
    };
    const { incoming } = await phones.reaches();
    await step(4000);
    incoming.ring();
    await step(4000);
    void incoming.answer({ sdp: sdpOfBob });
    await step(40_000);
    void phones.bob.calls[0]?.hangUp();
    await step(40_000);
    await wire.expectNothingLeft();
  });

  test('a timer that should have fired more than a second ago', () => {
    const told = new Told();
    const actor = told.chart('nonInviteServerTransaction', 'Completed');
    const timer = told.arm(actor, 'timerJ', 500);
    expect(told.model.overview(500 + grace).rows[0]?.isStuck).toBe(false);
    expect(told.model.overview(500 + grace + 1).rows[0]?.isStuck).toBe(true);
    expect(told.stuck(1600)).toEqual([actor]);
    told.tell({ type: 'timer.fired', at: 1600, timer, actor, name: 'timerJ' });
    told.tell({ type: 'actor.ended', at: 1600, actor, how: 'done' });
    expect(told.stuck(1700)).toEqual([]);
  });

  test('a state whose timers are gone', () => {
    const told = new Told();
    const actor = told.chart('nonInviteServerTransaction', 'Completed');
    const timer = told.arm(actor, 'timerJ', 32_000);
    expect(told.stuck(5000)).toEqual([]);
    told.tell({ type: 'timer.cancelled', at: 6000, timer, actor, name: 'timerJ' });
    expect(told.stuck(7000)).toEqual([actor]);
  });

  test('a timer that only comes round again is no way out: Timer A without Timer B', () => {
    const told = new Told();
    const actor = told.chart('inviteClientTransaction', 'Calling', undefined, 0, {
      state: { Calling: 'retransmitting' }
    });
    const timerB = told.arm(actor, 'timerB', 32_000);
    told.arm(actor, 'timerA', 16_000);
    expect(told.stuck(10_000)).toEqual([]);
    told.tell({ type: 'timer.cancelled', at: 10_000, timer: timerB, actor, name: 'timerB' });
    expect(told.stuck(11_000)).toEqual([actor]);
  });

  test('a timer that never fires is no way out', () => {
    const told = new Told();
    const actor = told.chart('nonInviteServerTransaction', 'Completed');
    told.arm(actor, 'timerJ', null);
    expect(told.stuck(grace + 1)).toEqual([actor]);
  });

  test('a state that another chart of the call ends is, once that chart is gone', () => {
    const told = new Told();
    const dialog = told.chart('dialog', 'Early', 'a');
    const side = told.chart('uasInvite', '', 'a', 0, { state: { Proceeding: 'ringing' } });
    const timer = told.arm(side, 'answerLimit', 180_000);
    // Of the same name, but not of the same call.
    const other = told.chart('uasInvite', '', 'b', 0, { state: { Proceeding: 'ringing' } });
    told.arm(other, 'answerLimit', 180_000);
    expect(told.stuck(5000)).toEqual([]);
    told.tell({ type: 'timer.cancelled', at: 5000, timer, actor: side, name: 'answerLimit' });
    expect(told.stuck(6000)).toEqual([dialog, side]);
    told.tell({ type: 'actor.ended', at: 6100, actor: side, how: 'error' });
    expect(told.stuck(6500)).toEqual([dialog]);
    // And the call is, with what is stuck of it first, however young the others are.
    const { rows } = told.model.overview(6700);
    expect(rows.slice(0, 2).map(({ name, callId, isStuck }) => [name, callId, isStuck])).toEqual([
      ['call', 'a', true],
      ['dialog', 'a', true]
    ]);
    expect(told.model.overview(6800, { stuck: true, kind: 'call' })).toMatchObject({
      matching: 1,
      rows: [{ name: 'call' }]
    });
  });

  test('charts that owe each other an end have none', () => {
    const told = new Told({
      waysOut: new Map([
        ['a On', { timers: new Set(), owedBy: new Set(['b']) }],
        ['b On', { timers: new Set(), owedBy: new Set(['a']) }]
      ])
    });
    expect([told.chart('a', 'On', 'x'), told.chart('b', 'On', 'x')]).toEqual(told.stuck(grace + 1));
  });

  test('nothing is, of a chart that nothing is known of, until its timer is overdue', () => {
    const told = new Told();
    const actor = told.chart('doorbell', 'Idle');
    expect(told.stuck(1e6)).toEqual([]);
    told.arm(actor, 'timeout', 1e6);
    expect(told.stuck(2e6)).toEqual([actor]);
  });

  test('is found among many that are not, a few thousand at a time', () => {
    const told = new Told();
    const first = told.chart('nonInviteServerTransaction', 'Completed');
    for (let i = 0; i < 12_000; i++) told.arm(told.chart('nonInviteServerTransaction', 'Completed'), 'timerJ', 32_000);
    const last = told.chart('nonInviteServerTransaction', 'Completed');
    expect([2000, 2250, 2500].map((now) => told.stuck(now))).toEqual([[first], [first], [first, last]]);
  });
});

describe('ways out', () => {
  test('every state of every chart in which it can rest has one', () => {
    const without = [...waysOut].filter(([, { timers, owedBy }]) => timers.size + owedBy.size === 0);
    // These are left at once.
    expect(without.map(([place]) => place).filter((place) => !place.endsWith('.start'))).toEqual([]);
    expect(waysOut.get('inviteClientTransaction Calling.retransmitting')?.timers).toEqual(new Set(['timerB']));
    expect(waysOut.get('dialog Early')?.owedBy).toEqual(new Set(['uasInvite', 'uacInvite']));
  });
});

describe('rates', () => {
  test('are those of the last second, and go', () => {
    const told = new Told();
    for (let i = 0; i < 10; i++)
      told.tell(message({ at: i * 100, direction: 'in', startLine: 'OPTIONS sip:a SIP/2.0' }));
    told.tell(message({ at: 950, direction: 'out', status: 200 }), message({ at: 960, direction: 'out', status: 486 }));
    told.chart('uasInvite', 'Proceeding', 'a', 970);
    const now = told.model.overview(999);
    expect(now.rates).toEqual({ messagesIn: 10, messagesOut: 2, calls: 1 });
    expect(now.responses).toEqual({ '1xx': 0, '2xx': 1, '3xx': 0, '4xx': 1, '5xx': 0, '6xx': 0 });
    expect(told.model.overview(1500).rates).toEqual({ messagesIn: 4, messagesOut: 2, calls: 1 });
    expect(told.model.overview(60_000).rates).toEqual({ messagesIn: 0, messagesOut: 0, calls: 0 });
  });

  test('counters go on from what was counted before, and what was lost is told', () => {
    const told = new Told({ counters: { absorbed: 3 } });
    told.tell({ type: 'counted', at: 0, name: 'absorbed' }, { type: 'counted', at: 0, name: 'timeout' });
    told.tell({ type: 'lost', at: 0, count: 7 });
    expect(told.model.overview(0)).toMatchObject({ counters: { absorbed: 4, timeout: 1 }, lost: 7 });
  });
});

describe('filters', () => {
  const told = new Told();
  const inbound = message({ startLine: 'INVITE sip:Bob@example.org SIP/2.0', callId: 'one' });
  told.tell(inbound);
  told.chart('uasInvite', '', 'one', 0, { state: { Proceeding: 'ringing' }, cause: { message: 1 } });
  told.chart('dialog', 'Early', 'one');
  told.chart('inviteServerTransaction', 'Accepted', 'one');
  told.chart('dialog', 'Confirmed', 'two', 0, { state: { Confirmed: 'established' } });
  told.chart('registration', 'Registered', 'three');
  const names = (filter: Parameters<OverviewModel['overview']>[1]): readonly string[] =>
    told.model.overview(0, filter).rows.map(({ name }) => name);

  test.each([
    [{ kind: 'dialog' }, ['dialog', 'dialog']],
    [{ kind: 'registration' }, ['registration']],
    [{ state: 'confirmed' }, ['call', 'dialog']],
    [{ state: 'Confirmed.established', kind: 'call' }, ['call']],
    [{ state: 'Confirm' }, []],
    [{ state: 'Proceeding' }, ['uasInvite']],
    [{ text: 'BOB@EXAMPLE' }, ['call', 'uasInvite']],
    [{ text: '192.0.2.9:5070', kind: 'call' }, ['call']],
    [{ text: 'three' }, ['registration']],
    [{ text: 'serverTrans' }, ['inviteServerTransaction']],
    [{ kind: 'transaction', state: 'Early' }, []]
  ] as const)('%j', (filter, expected) => {
    expect(names(filter)).toEqual(expected);
    expect(told.model.overview(0, filter).matching).toBe(expected.length);
  });

  test('a limit bounds the rows and not the matches', () => {
    expect(told.model.overview(0, { limit: 3 })).toMatchObject({ matching: 7, rows: { length: 3 } });
    expect(told.model.overview(0, { limit: 1, text: 'o' }).rows).toHaveLength(1);
    expect(told.model.overview(0, { limit: -1 }).rows).toEqual([]);
  });
});

test('an overview of 10,000 transactions has at most 200 rows, the youngest, and takes no time to speak of', () => {
  const told = new Told();
  const count = 10_000;
  for (let i = 0; i < count; i++) {
    const actor = told.chart('nonInviteServerTransaction', 'Completed', `call ${String(i)}`, i);
    told.arm(actor, 'timerJ', 32_000 + i, i);
  }
  const overview = told.model.overview(count, { limit: 1e9 });
  expect(overview.rows).toHaveLength(200);
  expect(overview.rows.map(({ callId }) => callId).slice(0, 2)).toEqual(['call 9999', 'call 9998']);
  expect(overview).toMatchObject({ matching: count, living: { transaction: count, call: 0 } });
  // A second's worth of them, four a second; in fact a hundredth of the time.
  const began = performance.now();
  for (let i = 0; i < 4; i++) JSON.stringify(told.model.overview(count + i * 250));
  expect(performance.now() - began).toBeLessThan(500);
});

test('what has ended leaves nothing behind', () => {
  const told = new Told({ waysOut, calls: 3 });
  for (let i = 0; i < 1000; i++) {
    const callId = `call ${String(i)}`;
    const actors = [told.chart('uasInvite', 'Proceeding', callId), told.chart('dialog', 'Early', callId)];
    actors.push(told.chart('nonInviteServerTransaction', 'Completed', `options ${String(i)}`));
    for (const actor of actors) told.tell({ type: 'actor.ended', at: 1, actor, how: 'done' });
  }
  expect(told.model.living).toBe(0);
  expect(told.model.overview(2, { text: '' })).toMatchObject({ matching: 3, living: { call: 0, transaction: 0 } });
});
