/** What an INVITE server transaction does on the wire: RFC 3261 §17.2.1, RFC 6026 §7.1. */
import type { DrivenPath, Scenario } from './scenario.ts';
import {
  callRefused,
  callTaken,
  expectAgain,
  expectResponse,
  lastAgain,
  phoneRings,
  repeats,
  send,
  sendAck,
  sendAgain,
  sendInvite,
  silence,
  T1,
  T2,
  wait
} from './steps.ts';

const path = (...events: readonly string[]): DrivenPath => ({ chart: 'inviteServer', events });
const common = { layer: 'transaction', role: 'UAS' } as const;

/** The intervals of Timer G until Timer H. */
const timerG = [T1, 2 * T1, 4 * T1, T2, T2, T2, T2, T2, T2, T2];

export const inviteServerScenarios: readonly Scenario[] = [
  {
    ...common,
    name: 'an INVITE is answered within 200 ms, be it by 100',
    clauses: ['RFC 3261 §17.2.1'],
    over: ['UDP', 'TCP'],
    path: path('timerTrying'),
    steps: [sendInvite(), expectResponse('a response', 'INVITE', () => true, { within: 200 })]
  },
  {
    ...common,
    name: 'a repeated INVITE gets the last provisional response again',
    clauses: ['RFC 3261 §17.2.1'],
    over: ['UDP'],
    needs: 'ringing',
    path: path('user.1xx', 'transport.INVITE'),
    steps: [
      sendInvite('ringing'),
      phoneRings(),
      wait(300),
      sendAgain(),
      expectAgain(),
      wait(300),
      sendAgain(),
      expectAgain()
    ]
  },
  {
    ...common,
    name: 'while the phone rings nothing is said twice',
    clauses: ['RFC 3261 §17.2.1'],
    over: ['UDP', 'TCP'],
    needs: 'ringing',
    path: path('user.1xx'),
    steps: [sendInvite('ringing'), phoneRings(), silence(4000)]
  },
  {
    ...common,
    name: 'an ACK before the final response changes nothing',
    clauses: ['RFC 3261 §17.2.1'],
    over: ['UDP'],
    needs: 'ringing',
    path: path('user.1xx', 'transport.ACK'),
    steps: [
      sendInvite('ringing'),
      phoneRings(),
      send('ACK', (exchange) => exchange.invite('ringing').replaceAll('INVITE', 'ACK')),
      silence(400),
      sendAgain(),
      expectAgain()
    ]
  },
  {
    ...common,
    name: 'Timer G repeats a refusal at intervals that double up to T2, until Timer H',
    clauses: ['RFC 3261 §17.2.1'],
    over: ['UDP'],
    path: path('user.300-699', 'timerG', 'timerH'),
    steps: [sendInvite('refusing'), callRefused(), repeats(...timerG), silence(5000)]
  },
  {
    ...common,
    name: 'Timer G does not run over a reliable transport',
    clauses: ['RFC 3261 §17.2.1'],
    over: ['TCP'],
    path: path('user.300-699'),
    steps: [sendInvite('refusing'), callRefused(), silence(4000)]
  },
  {
    ...common,
    name: 'a repeated INVITE gets the refusal again',
    clauses: ['RFC 3261 §17.2.1'],
    over: ['UDP'],
    path: path('user.300-699', 'transport.INVITE'),
    steps: [sendInvite('refusing'), callRefused(), wait(150), sendAgain(), expectAgain(200)]
  },
  {
    ...common,
    name: 'the ACK ends the repetitions of a refusal, and nothing answers it',
    clauses: ['RFC 3261 §17.2.1'],
    over: ['UDP', 'TCP'],
    path: path('user.300-699', 'transport.ACK'),
    steps: [sendInvite('refusing'), callRefused(), sendAck(), silence(3000)]
  },
  {
    ...common,
    name: 'an ACK after repetitions ends them just so',
    clauses: ['RFC 3261 §17.2.1'],
    over: ['UDP'],
    path: path('user.300-699', 'timerG', 'transport.ACK'),
    steps: [sendInvite('refusing'), callRefused(), repeats(T1, 2 * T1), sendAck(), silence(6000)]
  },
  {
    ...common,
    name: 'until Timer I further ACKs and INVITEs are absorbed',
    clauses: ['RFC 3261 §17.2.1'],
    over: ['UDP'],
    path: path('user.300-699', 'transport.ACK', 'transport.ACK', 'transport.INVITE'),
    steps: [
      sendInvite('refusing'),
      callRefused(),
      sendAck(),
      wait(1000),
      sendAck(),
      silence(1000),
      sendAgain(),
      silence(1000),
      sendAck(),
      silence(1000)
    ]
  },
  {
    ...common,
    name: 'an INVITE that is repeated after its 2xx is absorbed, before its ACK and after it',
    clauses: ['RFC 6026 §7.1'],
    over: ['UDP'],
    path: path('user.2xx', 'transport.INVITE'),
    steps: [
      sendInvite(),
      callTaken(),
      sendAgain(),
      // The user repeats its 2xx by itself (§13.3.1.4); the transaction answers nothing at once.
      silence(300),
      sendAck(),
      wait(300),
      sendAgain(),
      silence(1500)
    ]
  },
  {
    ...common,
    name: 'Timer L: so it is for 64·T1',
    clauses: ['RFC 6026 §7.1'],
    over: ['UDP'],
    path: path('user.2xx', 'transport.INVITE'),
    steps: [
      sendInvite(),
      callTaken(),
      sendAck(),
      wait(15_000),
      sendAgain(),
      silence(1000),
      wait(14_500),
      sendAgain(),
      silence(1000)
    ]
  },
  {
    ...common,
    name: 'nothing answers the ACK of a 2xx, and it ends the repetitions',
    clauses: ['RFC 6026 §7.1', 'RFC 3261 §13.3.1.4'],
    over: ['UDP', 'TCP'],
    path: path('user.2xx', 'transport.ACK'),
    steps: [sendInvite(), callTaken(), sendAck(), silence(3000)]
  },
  {
    ...common,
    name: 'an ACK of nothing is not answered',
    clauses: ['RFC 3261 §17.1.1.3', 'RFC 3261 §8.2.7'],
    over: ['UDP', 'TCP'],
    steps: [
      send('ACK', (exchange) => exchange.request('ACK', { to: `<${exchange.uriOf('answering')}>;tag=nobody` })),
      silence(1500, lastAgain)
    ]
  }
];
