/** What a stack tells of itself, kind by kind; who comes late, who leaves, who throws. */
import { map, take } from 'rxjs';
import { describe, expect, test } from 'vitest';
import { createActor, fromCallback, sendTo, setup } from 'xstate';
import { charts } from '../../machines/index.ts';
import type { TraceEvent } from '../../src/trace/event.ts';
import { sdpOfBob } from '../support/phones.ts';
import { invite, request } from '../support/messages.ts';
import { Wire } from '../support/wire.ts';
import { ofType, record, TracedPhones } from './phones.ts';

const encoder = new TextEncoder();
const noMessage = encoder.encode('SIP/2.0 nonsense\r\nX: y\r\n\r\n');
const keepAlive = encoder.encode('\r\n\r\n');

/** Bob's stack alone, traced, with Carol to talk to it. */
function bobAlone(options: Parameters<Wire['stack']>[1] = {}) {
  const wire = new Wire();
  const stack = wire.stack('bob', options);
  const carol = wire.peer('carol');
  return { wire, stack, carol, ...record(stack) };
}

describe('the beginning', () => {
  test('says the version, and what lives', () => {
    const { events } = bobAlone();
    expect(events[0]).toMatchObject({ type: 'begin', at: 0, version: 1, living: { actors: 6, timers: 0 } });
    const actors = ofType(events, 'actor.living');
    expect(actors.map(({ actor, parent, kind, name, key }) => [actor, parent, kind, name, key])).toEqual([
      [1, undefined, 'service', 'root', undefined],
      [2, 1, 'service', 'nobody', undefined],
      [3, 1, 'service', 'application', undefined],
      [4, 1, 'service', 'table', undefined],
      [5, 1, 'service', 'core', undefined],
      [6, 1, 'service', 'transport', 'udp 192.0.2.1:5060']
    ]);
    expect(events).toHaveLength(7);
  });

  test('says when the clock’s 0 was, where the environment knows the calendar', async () => {
    const wire = new Wire();
    const { environment } = wire.join('bob');
    const wallClock = () => 1_700_000_000_000 + wire.clock.now();
    const stack = wire.stack('bob', { environment: { ...environment, wallClock } });
    await wire.pass(1234);
    expect(record(stack).events[0]).toMatchObject({ type: 'begin', at: 1234, epoch: 1_700_000_000_000 });
  });
});

describe('messages', () => {
  test('come once each, with flow, first line, Call-ID, CSeq, branch and text', async () => {
    const { wire, carol, events } = bobAlone();
    carol.send('bob', request('OPTIONS', { branch: 'z9hG4bK1' }));
    await wire.settle();
    const [inbound, outbound, ...more] = ofType(events, 'message');
    const flow = {
      transport: 'UDP',
      local: { host: '192.0.2.1', port: 5060 },
      remote: { host: '192.0.2.3', port: 5060 }
    };
    const common = { callId: 'call', cseq: { sequence: 1, method: 'OPTIONS' }, branch: 'z9hG4bK1' };
    expect(more).toEqual([]);
    expect(inbound).toMatchObject({ message: 1, direction: 'in', flow, ...common });
    expect(inbound?.startLine).toBe('OPTIONS sip:bob@192.0.2.1 SIP/2.0');
    expect(inbound?.text).toBe(new TextDecoder().decode(wire.sent({ what: 'OPTIONS' })[0]!.bytes));
    expect(outbound).toMatchObject({ message: 2, direction: 'out', flow, status: 200, ...common });
    expect(outbound?.text).toBe(new TextDecoder().decode(wire.sent({ what: '200 OPTIONS' })[0]!.bytes));
    expect(JSON.parse(JSON.stringify(outbound))).toMatchObject({ startLine: 'SIP/2.0 200 OK', text: outbound?.text });
  });

  test('say of which one they are the repetition, and by whom they are sent', async () => {
    const { wire, carol, events } = bobAlone();
    const options = request('OPTIONS', { branch: 'z9hG4bK1' });
    carol.send('bob', options, options, request('OPTIONS', { branch: 'z9hG4bK2' }));
    await wire.settle();
    expect(ofType(events, 'message').map(({ message, direction, repeats }) => [message, direction, repeats])).toEqual([
      [1, 'in', undefined],
      [2, 'out', undefined],
      [3, 'in', 1],
      [4, 'out', 2],
      [5, 'in', undefined],
      [6, 'out', undefined]
    ]);
    const senders = ofType(events, 'message').flatMap(({ actor }) => actor ?? []);
    const started = ofType(events, 'actor.started').map(({ actor }) => actor);
    expect(senders).toEqual([started[0], started[0], started[1]]);
  });

  test('fields that came short or folded are told of the response too', async () => {
    const { wire, carol, events } = bobAlone();
    const lines = [
      'OPTIONS sip:bob@192.0.2.1 SIP/2.0',
      'v: SIP/2.0/UDP 192.0.2.3;branch=z9hG4bK1',
      'Max-Forwards: 70',
      'f: <sip:carol@192.0.2.3>;tag=c',
      't: <sip:bob@192.0.2.1>',
      'i :',
      ' call@here',
      'cseq: 1',
      ' OPTIONS',
      'l: 0'
    ];
    carol.send('bob', encoder.encode(`${lines.join('\r\n')}\r\n\r\n`));
    await wire.settle();
    expect(ofType(events, 'message').map(({ callId, cseq, branch }) => [callId, cseq?.method, branch])).toEqual([
      ['call@here', 'OPTIONS', 'z9hG4bK1'],
      ['call@here', 'OPTIONS', 'z9hG4bK1']
    ]);
  });

  test('a request that is sent again says so', async () => {
    const phones = new TracedPhones();
    phones.wire.lose({ what: 'INVITE', times: 2 });
    phones.calls();
    await phones.wire.pass(2000);
    expect(ofType(phones.ofAlice, 'message').map(({ at, repeats }) => [at, repeats])).toEqual([
      [0, undefined],
      [500, 1],
      [1500, 1],
      [1720, undefined]
    ]);
  });

  test('what can not be read says why, and its stateless refusal is told', async () => {
    const { wire, carol, events } = bobAlone();
    const broken = 'OPTIONS sip:b@b SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.3;branch=z9hG4bK1\r\nCall-ID: its call\r\n';
    carol.send('bob', noMessage, encoder.encode(`${broken}From: <sip:a@a>;tag=1\r\nCSeq: 1 OPTIONS\r\n\r\n`));
    await wire.settle();
    const messages = ofType(events, 'message');
    expect(messages.map(({ message, direction, startLine }) => [message, direction, startLine])).toEqual([
      [1, 'in', undefined],
      [2, 'in', 'OPTIONS sip:b@b SIP/2.0'],
      [3, 'out', 'SIP/2.0 400 Bad Request']
    ]);
    expect(messages[0]?.fault).toMatch(/^malformed-start-line/);
    expect(messages[0]?.text).toBe(new TextDecoder().decode(noMessage));
    expect(messages[1]?.callId).toBe('its call');
    expect(messages[2]).toMatchObject({ status: 400, callId: 'its call', branch: 'z9hG4bK1', cause: { message: 2 } });
  });

  test('§18.2.2: a response over UDP is shown to go where its Via says', async () => {
    const { wire, carol, events } = bobAlone();
    carol.send('bob', request('OPTIONS', { via: 'SIP/2.0/UDP 192.0.2.3:5066;branch=z9hG4bK1' }));
    await wire.settle();
    expect(ofType(events, 'message').map(({ flow }) => flow.remote.port)).toEqual([5060, 5066]);
  });
});

describe('actors', () => {
  test('begin and end: which chart, whose child, of which call, and how they end', async () => {
    const phones = new TracedPhones();
    await phones.call();
    const started = ofType(phones.ofBob, 'actor.started');
    expect(started.map(({ name, state, kind }) => [name, state, kind])).toEqual([
      ['inviteServerTransaction', { Proceeding: 'unanswered' }, 'chart'],
      ['uasInvite', { Proceeding: 'alerting' }, 'chart'],
      ['dialog', 'Early', 'chart'],
      ['nonInviteClientTransaction', { Trying: 'start' }, 'chart']
    ]);
    expect(new Set(started.map(({ callId }) => callId)).size).toBe(1);
    expect(started[0]?.callId).toBe(ofType(phones.ofBob, 'message')[0]?.callId);
    const names = new Map(started.map(({ actor, name }) => [actor, name]));
    expect(
      ofType(phones.ofBob, 'actor.ended').map(({ actor, how, outcome }) => [names.get(actor), how, outcome])
    ).toEqual([
      ['uasInvite', 'done', undefined],
      ['dialog', 'done', 'local'],
      ['nonInviteClientTransaction', 'done', undefined],
      ['inviteServerTransaction', 'done', undefined]
    ]);
  });

  test('that throw end by their exception, and what is counted says so', async () => {
    const broken = charts.nonInviteServer.provide({
      guards: {
        notRequestTimeout: () => {
          throw new Error('broken');
        }
      }
    });
    const { wire, carol, events } = bobAlone({ logic: { nonInviteServer: broken }, onError: () => undefined });
    carol.send('bob', request('OPTIONS'));
    await wire.settle();
    const [ended] = ofType(events, 'actor.ended');
    expect(ended).toMatchObject({ how: 'error', cause: { message: 1 } });
    expect(ended?.error).toContain('broken');
    expect(ofType(events, 'counted').map(({ name }) => name)).toEqual(['childError']);
  });

  test('are stopped with the stack, and then the trace is complete', async () => {
    const { wire, stack, carol } = bobAlone();
    carol.send('bob', request('OPTIONS'));
    await wire.settle();
    const events: TraceEvent[] = [];
    let completed = 0;
    stack.trace$.subscribe({ next: (event) => events.push(event), complete: () => completed++ });
    await stack.close();
    const living = ofType(events, 'actor.living').map(({ actor }) => actor);
    expect(ofType(events, 'actor.ended').map(({ how }) => how)).toEqual(living.map(() => 'stopped'));
    expect(
      ofType(events, 'actor.ended')
        .map(({ actor }) => actor)
        .toSorted((a, b) => a - b)
    ).toEqual(living);
    stack.trace$.subscribe({ complete: () => completed++ });
    expect(completed).toBe(2);
  });

  test('that an application adds are told too, and so is one that was there unseen', async () => {
    const wire = new Wire();
    const stack = wire.stack('bob');
    const chart = setup({ types: { events: {} as { type: 'go' } | { type: 'no' } } }).createMachine({
      id: 'own',
      initial: 'idle',
      states: { idle: { on: { go: 'busy' } }, busy: { after: { 500: 'idle' } } }
    });
    const unseen = createActor(chart, { parent: stack.actor, id: 'unseen' }).start();
    const { events } = record(stack);
    const seen = createActor(chart, { parent: stack.actor, id: 'seen' }).start();
    seen.send({ type: 'no' });
    unseen.send({ type: 'go' });
    expect(events.slice(7)).toEqual([
      { type: 'actor.started', at: 0, actor: 7, parent: 1, kind: 'chart', name: 'own', key: 'seen', state: 'idle' },
      { type: 'ignored', at: 0, actor: 7, on: 'event', event: 'no', state: 'idle' },
      { type: 'actor.living', at: 0, actor: 8, parent: 1, kind: 'chart', name: 'own', key: 'unseen', state: 'idle' },
      expect.objectContaining({
        type: 'transition',
        actor: 8,
        event: 'go',
        to: 'busy',
        rfc: [],
        edge: 'own.idle/go/0'
      }),
      { type: 'timer.armed', at: 0, timer: 1, actor: 8, name: '500', in: 500, due: 500 }
    ]);
    await wire.pass(500);
    expect(events.slice(-2)).toMatchObject([
      { type: 'timer.fired', timer: 1, name: '500' },
      { type: 'transition', on: 'timer', event: '500', from: 'busy', to: 'idle', cause: { timer: 1 } }
    ]);
  });
});

describe('transitions and timers', () => {
  test('a transition has event, message, states, guard, actions, clause and its arrow in the drawing', async () => {
    const phones = new TracedPhones();
    await phones.call();
    const message = ofType(phones.ofBob, 'message').find(
      ({ cseq, direction }) => cseq?.method === 'ACK' && direction === 'in'
    );
    const [first] = ofType(phones.ofBob, 'transition').filter(({ event }) => event === 'transaction.ACK');
    expect(first).toEqual({
      type: 'transition',
      at: 420,
      actor: ofType(phones.ofBob, 'actor.started').find(({ name }) => name === 'dialog')?.actor,
      on: 'event',
      event: 'transaction.ACK',
      from: { Confirmed: 'awaitingAck' },
      to: { Confirmed: 'awaitingAck' },
      guard: 'invitePending',
      actions: ['passAckToInvite'],
      rfc: ['3261§13.3.1.4'],
      edge: 'dialog.Confirmed/transaction.ACK/0',
      cause: { message: message?.message }
    });
  });

  test('what the application says has no cause', async () => {
    const phones = new TracedPhones();
    const { incoming } = await phones.reaches();
    incoming.ring();
    const ringing = ofType(phones.ofBob, 'transition').filter(({ event }) => event === 'user.ring');
    expect(ringing.map(({ cause }) => cause)).toEqual([undefined]);
  });

  test('a timer is armed, and fires or is cancelled, under one number', async () => {
    const phones = new TracedPhones();
    phones.wire.lose({ what: 'INVITE', times: 1 });
    phones.calls();
    await phones.wire.pass(1000);
    const armed = ofType(phones.ofAlice, 'timer.armed');
    expect(armed.map(({ timer, name, due, ...event }) => [timer, name, event.in, due])).toEqual([
      [1, 'timerB', 32_000, 32_000],
      [2, 'timerA', 500, 500],
      [3, 'timerA', 1000, 1500],
      [4, 'ringLimit', 180_000, 180_720]
    ]);
    const fired = ofType(phones.ofAlice, 'timer.fired');
    expect(fired.map(({ at, timer, name, cause }) => [at, timer, name, cause])).toEqual([
      [500, 2, 'timerA', undefined]
    ]);
    const again = ofType(phones.ofAlice, 'transition').find(({ event }) => event === 'timerA');
    expect(again).toMatchObject({ on: 'timer', cause: { timer: 2 } });
    expect(ofType(phones.ofAlice, 'timer.cancelled').map(({ timer, name }) => [timer, name])).toEqual([
      [3, 'timerA'],
      [1, 'timerB']
    ]);
  });

  test('a timer that never fires has no time', () => {
    const { stack, events } = bobAlone();
    const actor = createActor(
      fromCallback(() => undefined),
      { parent: stack.actor, id: 'own' }
    ).start();
    stack.scheduler.schedule(actor, actor, { type: 'never' }, Infinity, undefined);
    stack.scheduler.schedule(actor, actor, { type: 'soon' }, 10, 'named');
    expect(ofType(events, 'timer.armed').map(({ name, due, ...event }) => [name, event.in, due])).toEqual([
      ['never', null, null],
      ['named', 10, 10]
    ]);
    expect(JSON.parse(JSON.stringify(ofType(events, 'timer.armed')[0]))).toMatchObject({ due: null });
  });
});

describe('what is counted', () => {
  test('is told with its name: drops and refusals, each with the message that it is about', async () => {
    const { wire, stack, carol, events } = bobAlone({ sourceRate: { perSecond: 1, burst: 1 } });
    const before = stack.counters;
    carol.send('bob', noMessage, keepAlive, request('ACK', { branch: 'z9hG4bK1' }));
    carol.send('bob', request('OPTIONS', { branch: 'z9hG4bK2' }), request('OPTIONS', { branch: 'z9hG4bK3' }));
    carol.send('bob', request('OPTIONS', { branch: 'z9hG4bK2' }));
    await wire.settle();
    const counted = ofType(events, 'counted').map(({ name, cause, flow }) => [name, cause, flow?.remote.host]);
    expect(counted).toEqual([
      ['unreadable', { message: 1 }, undefined],
      ['keepAlive', undefined, '192.0.2.3'],
      ['strayAck', { message: 2 }, undefined],
      ['sourceRate', { message: 5 }, undefined],
      ['absorbed', { message: 7 }, undefined]
    ]);
    const now = stack.counters;
    for (const [name] of counted) expect(now[name as 'timeout'] - before[name as 'timeout']).toBe(1);
  });
});

describe('who comes late', () => {
  test('is told of all that lives first: actors with state and age, timers with their time; then of what happens', async () => {
    const phones = new TracedPhones();
    const { incoming } = await phones.reaches();
    const late = record(phones.bob.stack).events;
    expect(late[0]).toMatchObject({ type: 'begin', at: 300, living: { actors: 8, timers: 1 } });
    expect(late.slice(7)).toEqual([
      expect.objectContaining({ type: 'actor.living', actor: 7, name: 'inviteServerTransaction', startedAt: 10 }),
      expect.objectContaining({ type: 'actor.living', actor: 8, name: 'uasInvite', state: { Proceeding: 'alerting' } }),
      { type: 'timer.living', at: 300, timer: 1, actor: 8, name: 'answerLimit', in: 179_710, due: 180_010 }
    ]);
    const told = phones.ofBob.length;
    incoming.ring();
    void incoming.answer({ sdp: sdpOfBob });
    await phones.wire.settle();
    // The same numbers for all, and nothing told twice.
    expect(late.slice(10)).toEqual(phones.ofBob.slice(told));
    expect(late.length).toBeGreaterThan(20);
  });

  test('when nobody was subscribed before, does not know the age, but the state and the call', async () => {
    const phones = new TracedPhones();
    const wire = phones.wire;
    const stack = wire.stack('carol');
    wire.inject('alice', 'carol', invite());
    await wire.pass(300);
    const living = ofType(record(stack).events, 'actor.living').slice(6);
    expect(living.map(({ name, state, callId, startedAt }) => [name, state, callId, startedAt])).toEqual([
      ['inviteServerTransaction', { Completed: 'retransmitting' }, 'call', undefined]
    ]);
    await phones.talk();
    const dialogs = ofType(record(phones.bob.stack).events, 'actor.living').filter(({ name }) => name === 'dialog');
    expect(dialogs).toMatchObject([{ state: { Confirmed: 'established' }, callId: expect.any(String) as string }]);
  });

  test('may leave in the middle of it', async () => {
    const { stack } = bobAlone();
    const events: TraceEvent[] = [];
    stack.trace$.pipe(take(3)).subscribe((event) => events.push(event));
    expect(events.map(({ type }) => type)).toEqual(['begin', 'actor.living', 'actor.living']);
  });
});

describe('who leaves', () => {
  test('is told no more; with the last of them nothing of the stack is watched, and numbers go on when one comes back', async () => {
    const { wire, stack, carol, events, leave } = bobAlone();
    carol.send('bob', request('OPTIONS', { branch: 'z9hG4bK1' }));
    await wire.settle();
    const told = events.length;
    leave();
    leave();
    carol.send('bob', request('OPTIONS', { branch: 'z9hG4bK2' }), noMessage);
    await wire.pass(60_000);
    expect(events).toHaveLength(told);
    const back = record(stack).events;
    carol.send('bob', request('OPTIONS', { branch: 'z9hG4bK3' }));
    await wire.settle();
    expect(ofType(back, 'message').map(({ message }) => message)).toEqual([3, 4]);
    expect(ofType(back, 'actor.living')[0]?.actor).toBe(8);
  });
});

describe('a subscriber that throws', () => {
  test('is reported, counted and told no more; the stack and the others go on', async () => {
    const { wire, stack, carol, events } = bobAlone();
    let told = 0;
    stack.trace$.subscribe(({ type }) => {
      if (type === 'message' && ++told === 2) throw new Error('my fault');
    });
    carol.send('bob', request('OPTIONS', { branch: 'z9hG4bK1' }));
    carol.send('bob', request('OPTIONS', { branch: 'z9hG4bK2', callId: 'another' }));
    await wire.settle();
    expect(wire.errors).toEqual([new Error('my fault')]);
    expect(told).toBe(2);
    expect(wire.ladder({ from: 'bob' })).toEqual(['bob → carol 200 OPTIONS', 'bob → carol 200 OPTIONS']);
    expect(ofType(events, 'message')).toHaveLength(4);
    expect(ofType(events, 'counted').map(({ name }) => name)).toEqual(['shellError']);
  });

  test('at the first event, and behind an operator, too', async () => {
    const { wire, stack } = bobAlone();
    let told = 0;
    const fail = (): never => {
      told++;
      throw new Error('my fault');
    };
    stack.trace$.subscribe(fail);
    stack.trace$.pipe(map(({ type }) => type)).subscribe(fail);
    stack.trace$.pipe(map(fail)).subscribe();
    stack.trace$.subscribe({ complete: fail });
    await stack.close();
    await wire.pass(1000);
    expect(told).toBe(4);
    expect(wire.errors).toHaveLength(4);
  });
});

test('an own chart’s strange events do not hurt: what goes wrong in the trace is reported', async () => {
  const { wire, stack, carol } = bobAlone();
  const actor = createActor(
    fromCallback(() => undefined),
    { parent: stack.actor, id: 'own' }
  );
  actor.getSnapshot = () => {
    throw new Error('strange');
  };
  actor.start();
  stack.scheduler.schedule(actor, actor, { type: 'x' }, 10, 'x');
  expect(wire.errors).toEqual([new Error('strange'), new Error('strange')]);
  carol.send('bob', request('OPTIONS'));
  await wire.settle();
  expect(wire.ladder({ from: 'bob' })).toEqual(['bob → carol 200 OPTIONS']);
});

test('a chart that delivers to a transport by its own event name is no message', () => {
  const { stack, events } = bobAlone();
  const chart = setup({ types: { events: {} as { type: 'go' } } }).createMachine({
    id: 'own',
    on: { go: { actions: sendTo(({ self }) => self, { type: 'send' as never }) } }
  });
  createActor(chart, { parent: stack.actor, id: 'own' }).start().send({ type: 'go' });
  expect(ofType(events, 'message')).toEqual([]);
  expect(ofType(events, 'ignored').map(({ event }) => event)).toEqual(['send']);
});
