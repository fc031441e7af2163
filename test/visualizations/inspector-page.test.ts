/** The page's state, which is a fold over a trace: what it knows of a call at any event. */
import { beforeAll, describe, expect, test } from 'vitest';
import { inviteServerTransaction } from '../../machines/index.ts';
import type { TraceEvent } from '../../src/trace/event.ts';
import { formatState } from '../../src/trace/state.ts';
import {
  activeStates,
  clausesOf,
  describeTransition,
  enabledIn,
  formatClause,
  pathsOf
} from '../../visualizations/inspector/page/model/chart.ts';
import { arrowsOf, countAtMessage, firstChart, lastTaken } from '../../visualizations/inspector/page/model/links.ts';
import { after, beginning, dueFirst } from '../../visualizations/inspector/page/model/moment.ts';
import {
  exportPath,
  formatHash,
  keyOf,
  noFilter,
  overviewPath,
  parseHash,
  subjectOf,
  tracePath
} from '../../visualizations/inspector/page/model/query.ts';
import { Recording } from '../../visualizations/inspector/page/model/recording.ts';
import {
  formatCount,
  formatDue,
  formatDuration,
  headingOf,
  tellEvent
} from '../../visualizations/inspector/page/model/words.ts';
import { ladderOf } from '../../visualizations/ladder/ladder.ts';
import { buildModel } from '../../visualizations/model.ts';
import { TracedPhones } from '../trace/phones.ts';

const phones = new TracedPhones();
let events: readonly TraceEvent[] = [];
beforeAll(async () => {
  await phones.call();
  events = phones.ofBob;
});

/** The states that a chart goes through, event by event, each once. */
function statesOf(chart: string): string[] {
  const recording = new Recording();
  recording.add(events);
  const states = events.flatMap((_, index) => {
    const actors = [...recording.momentAt(index + 1).actors.values()];
    const { state } = actors.find(({ name }) => name === chart) ?? {};
    return state === undefined ? [] : [formatState(state)];
  });
  return states.filter((state, index) => state !== states[index - 1]);
}

describe('a moment', () => {
  test('figure 7: each chart is in its state at every event', () => {
    expect(statesOf('inviteServerTransaction')).toEqual([
      'Proceeding.unanswered',
      'Proceeding.answered',
      'Accepted',
      'Terminated'
    ]);
    expect(statesOf('nonInviteClientTransaction')).toEqual([
      'Trying.start',
      'Trying.retransmitting',
      'Completed',
      'Terminated'
    ]);
  });

  test('has the timers that are armed, and none of an actor that has ended', () => {
    const accepted = events.findIndex((event) => event.type === 'timer.armed' && event.name === 'timerL');
    const armed = [...after(beginning, events.slice(0, accepted + 1)).actors.values()].flatMap(({ timers }) => timers);
    expect(armed.map(({ name }) => name)).toContain('timerL');
    expect(armed.map(({ name }) => name)).not.toContain('timerTrying');
    expect(dueFirst([...armed, { timer: 99, name: 'never', due: null }]).at(-1)?.name).toBe('never');
    const end = after(beginning, events);
    const charts = [...end.actors.values()].filter(({ isChart }) => isChart);
    expect(charts.map(({ timers, ended }) => [timers.length, ended?.how])).toEqual(charts.map(() => [0, 'done']));
  });

  test('a timer replaces its namesake, and what nobody introduced changes nothing', () => {
    const identity = { at: 0, actor: 1, name: 'dialog', kind: 'chart' } as const;
    const timer = { type: 'timer.armed', at: 0, actor: 1, name: 'timerG', in: 5, due: 5 } as const;
    const moment = after(beginning, [
      { type: 'actor.living', ...identity, state: 'Early', key: 'k', callId: 'c', startedAt: 0 },
      { ...timer, timer: 1 },
      { ...timer, timer: 2, due: 9 },
      { type: 'actor.ended', at: 1, actor: 7, how: 'stopped' },
      { type: 'lost', at: 2, count: 3 }
    ]);
    expect(moment.actors.get(1)?.timers).toEqual([{ timer: 2, name: 'timerG', due: 9 }]);
    expect([moment.actors.size, moment.lost, moment.at]).toEqual([1, 3, 2]);
  });

  test('what was there before stays as it was', () => {
    const half = after(beginning, events.slice(0, 30));
    const before = JSON.stringify([...half.actors]);
    after(half, events.slice(30), 30);
    expect(JSON.stringify([...half.actors])).toBe(before);
  });
});

describe('a recording', () => {
  test('is at any event what a fold up to it says, however it came', () => {
    const recording = new Recording();
    for (const event of events) recording.add([event]);
    for (let count = 0; count <= events.length; count += 7)
      expect(recording.momentAt(count)).toEqual(after(beginning, events.slice(0, count)));
    expect(recording.now).toEqual(after(beginning, events));
  });

  test('begins anew where a stream does', () => {
    const recording = new Recording();
    recording.add(events);
    recording.add(events);
    expect(recording.events).toEqual(events);
  });

  test('keeps no more than its limit: the oldest go, and what they did is kept', () => {
    const recording = new Recording(20);
    let gone = 0;
    for (const event of events) gone += recording.add([event]);
    expect(recording.events.length).toBeLessThanOrEqual(20);
    expect(gone).toBe(recording.forgotten);
    expect(gone + recording.events.length).toBe(events.length);
    const states = [...recording.now.actors.values()].map(({ actor, state }) => [actor, state]);
    expect(states).toEqual([...after(beginning, events).actors.values()].map(({ actor, state }) => [actor, state]));
    expect(recording.momentAt(0).actors.size).toBeGreaterThan(0);
  });
});

describe('links between arrows and events', () => {
  test('an arrow is found by what it is, what it caused and what sent it', () => {
    const ladder = ladderOf(events);
    for (const arrow of ladder.arrows)
      for (const index of [arrow.index, ...arrow.steps.map((step) => step.index)])
        expect(arrowsOf(ladder, events, index)).toContain(arrow);
    expect(arrowsOf(ladder, events, 0)).toEqual([]);
    const armed = events.findIndex((event) => event.type === 'timer.armed' && event.name === 'timerTrying');
    expect(arrowsOf(ladder, events, armed).map(({ label }) => label)).toEqual(['INVITE']);
  });

  test('the last time that an arrow of a chart was taken', () => {
    const index = events.findIndex((event) => event.type === 'transition' && event.event === 'user.2xx');
    const event = events[index];
    if (event?.type !== 'transition') throw new Error('no 2xx');
    expect(lastTaken(events, event.actor, event.edge, events.length)).toBe(index);
    expect(lastTaken(events, event.actor, event.edge, index)).toBeUndefined();
  });

  test('from message to message, and not beyond', () => {
    const counts: number[] = [];
    for (let count: number | undefined = 0; ; ) {
      count = countAtMessage(events, count, 1);
      if (count === undefined) break;
      counts.push(count);
    }
    expect(counts.map((count) => events[count - 1]?.type)).toEqual(counts.map(() => 'message'));
    expect(counts).toHaveLength(7);
    expect(countAtMessage(events, counts[3] ?? 0, -1)).toBe(counts[2]);
    expect(countAtMessage(events, counts[0] ?? 0, -1)).toBeUndefined();
  });

  test('the chart to look at first', () => {
    const charts = [
      { actor: 1, name: 'uasInvite' },
      { actor: 2, name: 'dialog' },
      { actor: 3, name: 'inviteServerTransaction' }
    ];
    expect([charts, charts.slice(0, 2), charts.slice(0, 1), []].map(firstChart)).toEqual([3, 2, 1, undefined]);
  });
});

describe('a chart', () => {
  const model = buildModel(inviteServerTransaction);

  test('figure 7: what it waits for in Accepted', () => {
    expect(enabledIn(model, 'Accepted').map((one) => describeTransition(one, model.id))).toEqual([
      'transport.ACK',
      'user.2xx',
      'transport.error',
      'timerL → Terminated'
    ]);
    expect(clausesOf(model, 'Accepted').map(formatClause)).toEqual(['RFC 3261 §17.2.1', 'RFC 6026 §7.1']);
  });

  test('a state inside another one has the arrows of both', () => {
    const state = { Proceeding: 'unanswered' };
    expect(activeStates(model, state)).toEqual([`${model.id}.Proceeding`, `${model.id}.Proceeding.unanswered`]);
    const said = enabledIn(model, state).map((one) => describeTransition(one, model.id));
    expect(said).toContain('timerTrying → Proceeding.answered');
    expect(said).toContain('transport.INVITE [provisionalSent]');
    expect(pathsOf({ a: 'b', c: { d: '' } })).toEqual(['a', 'a.b', 'c', 'c.d']);
  });
});

describe('words', () => {
  test.each([
    [-5, '0.0 s'],
    [32_000, '32.0 s'],
    [185_000, '3:05'],
    [7_800_000, '2:10:00']
  ])('%d ms are %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });

  test('numbers, timers and charts', () => {
    expect([0, 1234, 1_234_567].map(formatCount)).toEqual(['0', '1,234', '1,234,567']);
    expect([formatDue(null, 5), formatDue(1500, 500)]).toEqual(['never', '1.0 s']);
    expect(['nonInviteServerTransaction', 'uasInvite', 'dialog'].map(headingOf)).toEqual([
      'non-INVITE server transaction',
      'UAS INVITE',
      'dialog'
    ]);
  });

  test('every event is told, by the names of its actors', () => {
    const moment = after(beginning, events);
    const told = events.map((event) => tellEvent(event, moment));
    expect(told.filter((text) => text === '')).toEqual([]);
    expect(
      told.some((text) => /^inviteServerTransaction \d+: Proceeding\.answered → Accepted on user\.2xx$/.test(text))
    ).toBe(true);
    expect(tellEvent({ type: 'lost', at: 0, count: 1000 }, moment)).toBe('1,000 events are missing');
    expect(tellEvent({ type: 'counted', at: 0, name: 'strayAck' }, moment)).toBe('counted: strayAck');
    expect(tellEvent({ type: 'ignored', at: 0, actor: 999, on: 'event', event: 'x', state: 'y' }, moment)).toBe(
      'actor 999 ignores x'
    );
  });
});

describe('what is asked of the server', () => {
  test('paths have what is chosen, and nothing else', () => {
    expect(overviewPath(noFilter)).toBe('/overview?limit=200');
    expect(overviewPath({ kind: 'call', state: ' Early ', text: 'a&b', isStuck: true })).toBe(
      '/overview?kind=call&state=Early&text=a%26b&stuck=1&limit=200'
    );
    expect([tracePath({ call: 'a&b@c' }), tracePath({ actor: 7 })]).toEqual([
      '/trace?call=a%26b%40c',
      '/trace?actor=7'
    ]);
    expect(exportPath('a&b', 'pcap')).toBe('/export?call=a%26b&format=pcap');
  });

  test('the address bar keeps it', () => {
    for (const subject of [{ call: 'a&b=#@c', actor: 3 }, { call: 'x' }, { actor: 7 }])
      expect(parseHash(formatHash(subject))).toEqual(subject);
    for (const none of ['', '#', '#actor=-1', '#actor=x', '#actor=1e99']) expect(parseHash(none)).toBeUndefined();
  });

  test('rows are of a call, or of an actor, or of neither', () => {
    const row = { kind: 'dialog', name: 'dialog', title: '', isStuck: false } as const;
    expect(subjectOf({ ...row, callId: 'c', actor: 2 })).toEqual({ call: 'c', actor: 2 });
    expect(subjectOf({ ...row, kind: 'call', callId: 'c' })).toEqual({ call: 'c' });
    expect(subjectOf({ ...row, actor: 2 })).toEqual({ actor: 2 });
    expect(subjectOf(row)).toBeUndefined();
    expect(keyOf({ ...row, callId: 'c', actor: 2 })).not.toBe(keyOf({ ...row, callId: 'c', actor: 3 }));
  });
});
