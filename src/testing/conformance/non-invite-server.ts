/** What a non-INVITE server transaction does on the wire: RFC 3261 §17.2.2, RFC 4320. */
import type { Check, DrivenPath, Scenario } from './scenario.ts';
import {
  callTaken,
  expectAgain,
  expectFinal,
  expectRequest,
  expectResponse,
  repeats,
  send,
  sendAgain,
  sendInvite,
  silence,
  strayBye,
  T1,
  wait
} from './steps.ts';

const path = (...events: readonly string[]): DrivenPath => ({ chart: 'nonInviteServer', events });
const isFinal: Check = ({ message }) =>
  message.kind === 'response' && message.status < 200 ? `${String(message.status)} came first` : undefined;

const common = { layer: 'transaction', role: 'UAS' } as const;

export const nonInviteServerScenarios: readonly Scenario[] = [
  {
    ...common,
    name: 'a repeated request gets the same final response again',
    clauses: ['RFC 3261 §17.2.2'],
    over: ['UDP'],
    path: path('user.200-699 200', 'transport.request'),
    steps: [
      send('BYE', strayBye),
      expectFinal('BYE'),
      wait(100),
      sendAgain(),
      expectAgain(),
      wait(1000),
      sendAgain(),
      expectAgain()
    ]
  },
  {
    ...common,
    name: 'a final response is not repeated unasked',
    clauses: ['RFC 3261 §17.2.2'],
    over: ['UDP', 'TCP'],
    path: path('user.200-699 200'),
    steps: [send('BYE', strayBye), expectFinal('BYE'), silence(3000)]
  },
  {
    ...common,
    name: 'Timer J: for 64·T1 a repeated request gets the same final response',
    clauses: ['RFC 3261 §17.2.2'],
    over: ['UDP'],
    path: path('user.200-699 200', 'transport.request'),
    steps: [
      send('BYE', strayBye),
      expectFinal('BYE'),
      wait(15_000),
      sendAgain(),
      expectAgain(),
      wait(15_500),
      sendAgain(),
      expectAgain()
    ]
  },
  {
    ...common,
    name: 'no provisional response comes before the final one to a request that is not INVITE',
    clauses: ['RFC 4320 §4.1'],
    over: ['UDP'],
    path: path('user.200-699 200'),
    steps: [send('BYE', strayBye), expectResponse('a response', 'BYE', () => true, { check: isFinal })]
  },
  {
    layer: 'transaction',
    role: 'UAC',
    name: 'Timer E repeats a request of the target at intervals that double',
    clauses: ['RFC 3261 §17.1.2.2'],
    over: ['UDP'],
    path: { chart: 'nonInviteClient', events: ['timerE'] },
    // The one request that a UAS sends of itself: BYE, when its 2xx was not acknowledged for 64·T1 (§13.3.1.4).
    steps: [
      sendInvite(),
      callTaken(),
      wait(31_500),
      expectRequest('BYE', 1500, { arranges: true }),
      repeats(T1, 2 * T1, 4 * T1)
    ]
  }
];
