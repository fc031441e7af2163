/** What a UAS does with CANCEL: RFC 3261 §9.2. */
import type { Scenario } from './scenario.ts';
import {
  callTaken,
  expectAgain,
  expectFinal,
  expectStatus,
  phoneRings,
  repeats,
  send,
  sendAck,
  sendInvite,
  silence,
  T1,
  tagged,
  taggedAsBefore,
  wait
} from './steps.ts';

const common = { layer: 'user agent', role: 'UAS', clauses: ['RFC 3261 §9.2'] } as const;
const sendCancel = send('CANCEL', (exchange) => exchange.cancel());

export const cancelScenarios: readonly Scenario[] = [
  {
    ...common,
    name: 'a CANCEL gets 200, its INVITE 487, with the To tag of the ringing',
    over: ['UDP', 'TCP'],
    needs: 'ringing',
    path: { chart: 'inviteServer', events: ['user.1xx', 'user.300-699', 'transport.ACK'] },
    steps: [
      sendInvite('ringing'),
      phoneRings(),
      sendCancel,
      expectStatus(200, 'CANCEL', { check: taggedAsBefore }),
      expectStatus(487, 'INVITE', { check: taggedAsBefore }),
      sendAck(),
      silence(1500)
    ]
  },
  {
    ...common,
    name: 'the 487 is repeated by Timer G as any refusal',
    layer: 'transaction',
    clauses: ['RFC 3261 §17.2.1', 'RFC 3261 §9.2'],
    over: ['UDP'],
    needs: 'ringing',
    path: { chart: 'inviteServer', events: ['user.1xx', 'user.300-699', 'timerG'] },
    steps: [
      sendInvite('ringing'),
      phoneRings(),
      sendCancel,
      expectStatus(200, 'CANCEL', { arranges: true }),
      expectStatus(487, 'INVITE', { arranges: true }),
      repeats(T1, 2 * T1)
    ]
  },
  {
    ...common,
    name: 'a CANCEL of nothing gets 481',
    over: ['UDP', 'TCP'],
    steps: [
      send('CANCEL', (exchange) => exchange.request('CANCEL', { branch: exchange.branch('nothing') })),
      expectStatus(481, 'CANCEL', { check: tagged })
    ]
  },
  {
    ...common,
    name: 'a CANCEL with another branch cancels nothing',
    over: ['UDP'],
    needs: 'ringing',
    steps: [
      sendInvite('ringing'),
      phoneRings(),
      send('CANCEL', (exchange) =>
        exchange.request('CANCEL', { uri: exchange.uriOf('ringing'), branch: exchange.branch('other') })
      ),
      expectStatus(481, 'CANCEL'),
      silence(1000)
    ]
  },
  {
    ...common,
    name: 'a CANCEL after the 2xx gets 200, and the call goes on',
    over: ['UDP', 'TCP'],
    steps: [
      sendInvite(),
      callTaken(),
      sendAck(),
      sendCancel,
      expectStatus(200, 'CANCEL', { check: taggedAsBefore }),
      silence(1000),
      send('BYE', (exchange) => exchange.inDialog('BYE', 2)),
      expectStatus(200, 'BYE')
    ]
  },
  {
    ...common,
    name: 'a repeated CANCEL gets the same response again',
    layer: 'transaction',
    clauses: ['RFC 3261 §17.2.2', 'RFC 3261 §9.2'],
    over: ['UDP'],
    path: { chart: 'nonInviteServer', events: ['user.200-699 200', 'transport.request'] },
    steps: [
      send('CANCEL', (exchange) => exchange.request('CANCEL', { branch: exchange.branch('nothing') })),
      expectFinal('CANCEL', { arranges: true }),
      wait(100),
      send('CANCEL', ({ sent }) => sent[0] ?? ''),
      expectAgain()
    ]
  }
];
