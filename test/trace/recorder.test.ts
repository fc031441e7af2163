/** What a flight recorder keeps of the last calls, and that each piece of it can be read by itself. */
import { Subject } from 'rxjs';
import { describe, expect, test } from 'vitest';
import type { TraceEvent } from '../../src/trace/event.ts';
import { redact } from '../../src/trace/redact.ts';
import { FlightRecorder, type RecorderOptions } from '../../src/trace/recorder.ts';
import { invite, request } from '../support/messages.ts';
import { sdpOfBob } from '../support/phones.ts';
import { Wire } from '../support/wire.ts';
import { ofType, record, TracedPhones } from './phones.ts';

/** Fails where an event names an actor, a message or a timer that none before it introduced, or `begin` miscounts. */
function expectReadable(events: readonly TraceEvent[]): void {
  const [begin, ...rest] = events;
  if (begin?.type !== 'begin') throw new Error('a trace begins with begin');
  const living = rest.slice(0, begin.living.actors + begin.living.timers).map(({ type }) => type);
  expect(living.filter((type) => type === 'actor.living')).toHaveLength(begin.living.actors);
  expect(living.filter((type) => type === 'timer.living')).toHaveLength(begin.living.timers);
  const [actors, messages, timers] = [new Set<number>(), new Set<number>(), new Set<number>()];
  for (const event of rest) {
    const at = JSON.stringify(event);
    if ('parent' in event) expect(actors, at).toContain(event.parent);
    if ('kind' in event) actors.add(event.actor);
    else if ('actor' in event) expect(actors, at).toContain(event.actor);
    if (event.type === 'message') {
      if (event.repeats !== undefined) expect(messages, at).toContain(event.repeats);
      messages.add(event.message);
    }
    if (event.type === 'timer.armed' || event.type === 'timer.living') timers.add(event.timer);
    else if ('timer' in event) expect(timers, at).toContain(event.timer);
    const cause = 'cause' in event ? event.cause : undefined;
    if (cause !== undefined && 'message' in cause) expect(messages, at).toContain(cause.message);
    if (cause !== undefined && 'timer' in cause) expect(timers, at).toContain(cause.timer);
  }
}

/** Bob with a recorder, and Carol to talk to him. */
function recorded(options: RecorderOptions = {}) {
  const wire = new Wire();
  const stack = wire.stack('bob');
  const { events } = record(stack);
  const recorder = new FlightRecorder(stack.trace$, options);
  const carol = wire.peer('carol');
  /** Carol calls under a Call-ID of her choice, and nobody takes it: 480. */
  const call = async (callId: string): Promise<void> => {
    carol.send('bob', invite({ callId, branch: `z9hG4bK${callId}` }));
    await wire.settle();
  };
  return { wire, stack, carol, events, recorder, call };
}

const callIds = (recorder: FlightRecorder): readonly string[] => recorder.calls().map(({ callId }) => callId);

describe('of one call', () => {
  test('everything is kept, in the order and with the numbers of the stack’s trace', async () => {
    const phones = new TracedPhones();
    const recorder = new FlightRecorder(phones.bob.stack.trace$);
    await phones.call();
    const { callId } = recorder.calls()[0]!;
    const recording = recorder.recording(callId);
    expectReadable(recording);
    expect(recording.slice(7)).toEqual(phones.ofBob.slice(7));
    expect(recorder.calls()).toEqual([
      {
        callId,
        startedAt: 10,
        endedAt: phones.ofBob.at(-1)?.at,
        method: 'INVITE',
        events: recording.length - 7,
        lost: 0
      }
    ]);
    expect(recorder.recording()).toEqual(recording);
  });

  test('two calls at once are told apart, down to the timers and drops', async () => {
    const { call, carol, recorder, events, wire } = recorded();
    await call('one');
    await call('two');
    carol.send('bob', request('ACK', { callId: 'one', branch: 'z9hG4bKstray', sequence: 7 }));
    await wire.pass(60_000);
    const [one, two] = ['one', 'two'].map((callId) => recorder.recording(callId));
    for (const recording of [one!, two!]) expectReadable(recording);
    expect(ofType(one!, 'counted').map(({ name }) => name)).toContain('strayAck');
    expect(ofType(two!, 'counted').map(({ name }) => name)).not.toContain('strayAck');
    const told = [...one!, ...two!].filter((event) => !event.type.includes('living') && event.type !== 'begin');
    expect(told.length).toBe(events.length - 7);
    expect(callIds(recorder)).toEqual(['one', 'two']);
  });

  test('what lived before the recorder came is introduced', async () => {
    const phones = new TracedPhones();
    const { incoming } = await phones.reaches();
    incoming.ring();
    await phones.wire.settle();
    const recorder = new FlightRecorder(phones.bob.stack.trace$);
    const { callId } = incoming.request;
    void incoming.answer({ sdp: sdpOfBob });
    await phones.wire.settle();
    const recording = recorder.recording(callId);
    expectReadable(recording);
    const charts = ofType(recording, 'actor.living').filter(({ kind }) => kind === 'chart');
    expect(charts.map(({ name }) => name)).toEqual(['inviteServerTransaction', 'uasInvite', 'dialog']);
    expect(recorder.calls()[0]).toMatchObject({ callId });
    void phones.bob.calls[0]?.hangUp();
    await phones.wire.expectNothingLeft();
    expect(recorder.calls()[0]).toHaveProperty('endedAt');
  });

  test('an unknown Call-ID is a trace of what lives, and no more', () => {
    const { recorder } = recorded();
    const recording = recorder.recording('nobody');
    expectReadable(recording);
    expect(recording.map(({ type }) => type)).toEqual(['begin', ...Array.from({ length: 6 }, () => 'actor.living')]);
  });
});

describe('what is bounded', () => {
  test('calls: those that began last are kept', async () => {
    const { call, recorder } = recorded({ calls: 3 });
    for (const callId of ['a', 'b', 'c', 'd', 'e']) await call(callId);
    expect(callIds(recorder)).toEqual(['c', 'd', 'e']);
    expectReadable(recorder.recording());
    expect(ofType(recorder.recording(), 'message').map(({ callId }) => callId)).not.toContain('a');
  });

  test('what still happens of a call that made room does not come back as another', async () => {
    const { call, recorder, wire } = recorded({ calls: 1 });
    await call('a');
    await call('b');
    // Without an ACK both refusals are repeated.
    await wire.pass(10_000);
    expect(callIds(recorder)).toEqual(['b']);
    expectReadable(recorder.recording());
  });

  test('keep-alives and nonsense push no call out', async () => {
    const { call, carol, recorder, wire } = recorded({ calls: 2 });
    await call('a');
    for (let count = 0; count < 10; count++) {
      carol.send('bob', request('OPTIONS', { callId: `ping${String(count)}`, branch: `z9hG4bKp${String(count)}` }));
      wire.inject(
        'carol',
        'bob',
        new TextEncoder().encode(`BYE sip:bob SIP/2.0\r\nCall-ID: junk${String(count)}\r\n\r\n`)
      );
    }
    await wire.settle();
    await call('b');
    expect(callIds(recorder)).toHaveLength(4);
    expect(callIds(recorder)).toEqual(expect.arrayContaining(['a', 'b', 'ping9']));
  });

  test('events of a call: the first and the last ones are kept, with `lost` and what lives there between them', async () => {
    const { call, carol, recorder, events, wire } = recorded({ eventsPerCall: 20 });
    await call('a');
    await wire.pass(20_000);
    const { events: kept, lost } = recorder.calls()[0]!;
    expect([kept, lost]).toEqual([20, events.length - 7 - 20]);
    const recording = recorder.recording('a');
    expectReadable(recording);
    const at = recording.findIndex(({ type }) => type === 'lost');
    expect(recording[at]).toMatchObject({ type: 'lost', count: lost });
    expect(recording.slice(7, at)).toEqual(events.slice(7, 17));
    const resumed = recording.slice(at + 1).filter(({ type }) => !type.endsWith('.living'));
    expect(resumed.map(({ at, type }) => [at, type])).toEqual(events.slice(-10).map(({ at, type }) => [at, type]));
    const transaction = ofType(recording.slice(at), 'actor.living')[0];
    expect(transaction).toMatchObject({ name: 'inviteServerTransaction', startedAt: 10 });
    carol.send('bob', request('ACK', { callId: 'a', branch: 'z9hG4bKa' }));
    await wire.settle();
    expectReadable(recorder.recording());
  });

  test('bytes: the oldest calls make room', async () => {
    const { call, recorder } = recorded({ bytes: 30_000 });
    for (let count = 0; count < 20; count++) await call(`call${String(count)}`);
    const kept = callIds(recorder);
    expect(kept.length).toBeGreaterThan(1);
    expect(kept.length).toBeLessThan(10);
    expect(kept.at(-1)).toBe('call19');
    const messages = ofType(recorder.recording(), 'message');
    expect(messages.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThan(30_000);
  });

  test('bytes of a call that is alone: its middle makes room', async () => {
    const { call, recorder, wire } = recorded({ bytes: 8000 });
    await call('a');
    await wire.pass(30_000);
    const recording = recorder.recording('a');
    expectReadable(recording);
    expect(recorder.calls()[0]?.lost).toBeGreaterThan(0);
    expect(ofType(recording, 'message').reduce((sum, { text }) => sum + text.length, 0)).toBeLessThan(8000);
  });

  test('what belongs to no call: the last of it', () => {
    const trace$ = new Subject<TraceEvent>();
    const recorder = new FlightRecorder(trace$, { eventsPerCall: 1 });
    trace$.next({ type: 'begin', at: 0, version: 1, living: { actors: 1, timers: 0 } });
    trace$.next({ type: 'actor.living', at: 0, actor: 1, kind: 'service', name: 'root' });
    for (let at = 1; at <= 2500; at++) trace$.next({ type: 'counted', at, name: 'keepAlive' });
    const recording = recorder.recording();
    expectReadable(recording);
    expect(recording.slice(2, 4)).toEqual([
      { type: 'lost', at: 1500, count: 1500 },
      { type: 'counted', at: 1501, name: 'keepAlive' }
    ]);
    expect(recording).toHaveLength(1003);
  });

  test.each([{ calls: 0 }, { eventsPerCall: 1.5 }, { bytes: -1 }])('a limit of %o is refused', (options) => {
    expect(() => new FlightRecorder(new Subject(), options)).toThrow(
      expect.objectContaining({ code: 'ERR_SIP_INVALID_OPTION' })
    );
  });
});

describe('following a call', () => {
  test('tells what is kept, and then what happens, as if it had been there from the start', async () => {
    const phones = new TracedPhones();
    const recorder = new FlightRecorder(phones.bob.stack.trace$);
    const { incoming } = await phones.reaches();
    const followed: TraceEvent[] = [];
    const other: TraceEvent[] = [];
    const subscription = recorder.follow(incoming.request.callId).subscribe((event) => followed.push(event));
    recorder.follow('other').subscribe((event) => other.push(event));
    void incoming.answer({ sdp: sdpOfBob });
    await phones.wire.settle();
    expect(followed).toEqual(recorder.recording(incoming.request.callId));
    subscription.unsubscribe();
    const seen = followed.length;
    void phones.bob.calls[0]?.hangUp();
    await phones.wire.expectNothingLeft();
    expect(followed).toHaveLength(seen);
    expect(other).toHaveLength(7);
  });

  test('tells of a call that comes later, and completes with the trace', async () => {
    const { call, recorder, stack } = recorded();
    const followed: TraceEvent[] = [];
    let isOver = false;
    recorder.follow('later').subscribe({
      next: (event) => followed.push(event),
      complete: () => {
        isOver = true;
      }
    });
    await call('later');
    expect(followed.slice(7)).toEqual(recorder.recording('later').slice(7));
    await stack.close();
    expect(isOver).toBe(true);
    expectReadable(followed);
  });

  test('a follower that throws is told no more, and the recorder goes on', async () => {
    const errors: unknown[] = [];
    const { call, recorder } = recorded({ onError: (error) => errors.push(error) });
    const problem = new Error('no room');
    recorder.follow('a').subscribe((event) => {
      if (event.type === 'message') throw problem;
    });
    await call('a');
    expect(errors).toEqual([problem]);
    expect(ofType(recorder.recording('a'), 'message').length).toBeGreaterThan(1);
  });
});

test('a recorder that was disposed of keeps what it has, and records no more', async () => {
  const { call, recorder } = recorded();
  await call('a');
  recorder[Symbol.dispose]();
  const before = recorder.recording();
  await call('b');
  expect(recorder.recording()).toEqual(before);
  expect(callIds(recorder)).toEqual(['a']);
});

test('a recording leaves the process without secrets, as every trace', async () => {
  const { carol, recorder, wire } = recorded();
  carol.send('bob', request('OPTIONS', { callId: 'a', fields: ['Authorization: Digest response="secret"'] }));
  await wire.settle();
  const texts = ofType(recorder.recording('a').map(redact), 'message').map(({ text }) => text);
  expect(texts.length).toBeGreaterThan(1);
  expect(texts.join()).not.toContain('secret');
});
