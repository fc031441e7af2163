/** Lines for people; `basic-call.txt` has most of them. */
import { expect, test } from 'vitest';
import type { TraceEvent } from '../../src/trace/event.ts';
import { traceToJson, traceToText } from '../../src/trace/format.ts';
import { formatState } from '../../src/trace/state.ts';

const flow = { transport: 'UDP', local: { host: '192.0.2.1', port: 5060 }, remote: { host: '::1', port: 5070 } };
const cause = { message: 7 };

test.each<readonly [event: TraceEvent, line: string]>([
  [
    { type: 'begin', at: 1500, version: 1, epoch: 1_700_000_000_000, living: { actors: 6, timers: 0 } },
    '  1.500 trace 1 begins, 1700000000000 ms since 1970 at 0, 6 actors and 0 timers live'
  ],
  [{ type: 'actor.ended', at: 0, actor: 3, how: 'error', error: 'a\nb' }, '  0.000 actor 3 ends: error "a\\nb"'],
  [
    { type: 'message', at: 0, message: 2, direction: 'in', flow, fault: 'not-sip at 0 (RFC 3261 §7)', text: 'x' },
    '  0.000 message 2 in UDP 192.0.2.1:5060 <- [::1]:5070 unreadable fault not-sip at 0 (RFC 3261 §7)'
  ],
  [
    {
      type: 'message',
      at: 0,
      message: 3,
      direction: 'out',
      flow,
      startLine: 'BYE sip:\x1b[2J\x9b SIP/2.0',
      repeats: 1,
      cause: { timer: 4 },
      text: 'x'
    },
    '  0.000 message 3 out UDP 192.0.2.1:5060 -> [::1]:5070 BYE sip:\\u001b[2J\\u009b SIP/2.0 again as message 1 (timer 4)'
  ],
  [
    { type: 'ignored', at: 0, actor: 3, on: 'event', event: 'user.bye', state: { a: { b: 'c' } }, cause },
    '  0.000 actor 3 ignores user.bye in a.b.c (message 7)'
  ],
  [
    { type: 'timer.living', at: 0, timer: 1, actor: 3, name: 'timerB', in: null, due: null },
    '  0.000 actor 3 has armed timerB, timer 1: for ever'
  ],
  [{ type: 'counted', at: 0, name: 'keepAlive', flow }, '  0.000 counted keepAlive UDP 192.0.2.1:5060 <- [::1]:5070'],
  [{ type: 'lost', at: 0, count: 5 }, '  0.000 5 events lost']
])('%o', (event, line) => {
  expect(traceToText()(event)).toBe(line);
  expect(traceToJson(event)).toMatch(/^[\x20-\x7e]+$/);
  expect(JSON.parse(traceToJson(event))).toEqual(event);
});

test('an actor is named as long as it lives', () => {
  const say = traceToText();
  const started = { type: 'actor.started', at: 0, actor: 7, kind: 'chart', name: 'dialog', state: 'Early' } as const;
  const timer = { type: 'timer.fired', at: 0, timer: 1, actor: 7, name: 'longestCall' } as const;
  expect(say(started)).toBe('  0.000 dialog 7 starts in Early');
  expect(say(timer)).toBe('  0.000 dialog 7: longestCall fires, timer 1');
  expect(say({ type: 'actor.ended', at: 0, actor: 7, how: 'done', outcome: 'remote' })).toBe(
    '  0.000 dialog 7 ends: done remote'
  );
  expect(say(timer)).toBe('  0.000 actor 7: longestCall fires, timer 1');
});

test('states that are side by side stand in brackets', () => {
  expect(formatState({ a: 'b', c: { d: 'e' } })).toBe('(a.b, c.d.e)');
});
