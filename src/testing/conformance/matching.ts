/** How a server finds the transaction of a request: RFC 3261 §17.2.3, §8.2.2.2, and the ways of RFC 2543. */
import type { Exchange } from './exchange.ts';
import type { Check, Scenario } from './scenario.ts';
import {
  callRefused,
  callTaken,
  expectAgain,
  expectFinal,
  expectStatus,
  repeats,
  send,
  sendAck,
  sendAgain,
  sendInvite,
  silence,
  strayBye,
  T1,
  wait
} from './steps.ts';

const common = { layer: 'transaction', role: 'UAS' } as const;

/** A BYE of no dialog, without a branch of RFC 3261: `branch` is the whole parameter, or nothing. */
const oldBye = (exchange: Exchange, branch: string, sequence: number): string =>
  exchange.request('BYE', {
    vias: [`SIP/2.0/${exchange.transport} ${exchange.sentBy}${branch}`],
    to: `<${exchange.uriOf('answering')}>;tag=nobody`,
    sequence
  });

/** The response is to the request that was sent last. */
const ofSequence =
  (sequence: number): Check =>
  ({ message: { cseq } }) =>
    cseq.sequence === sequence
      ? undefined
      : `the response is to CSeq ${String(cseq.sequence)}, the request has ${String(sequence)}`;

/** An INVITE that will be refused, its Via without a branch. */
const oldInvite = (exchange: Exchange): string =>
  exchange.invite('refusing', { vias: [`SIP/2.0/${exchange.transport} ${exchange.sentBy}`] });

export const matchingScenarios: readonly Scenario[] = [
  {
    ...common,
    name: 'a branch has no case: an INVITE that is repeated in other case is the same one',
    clauses: ['RFC 3261 §17.2.3', 'RFC 3261 §7.3.1'],
    over: ['UDP'],
    steps: [
      sendInvite(),
      callTaken(),
      send('INVITE', ({ sent }) =>
        (sent[0] ?? '').replace(/branch=\S+/, (branch) => `branch=${branch.slice(7).toUpperCase()}`)
      ),
      silence(300)
    ]
  },
  {
    ...common,
    name: 'the sent-by tells two requests of one branch apart',
    clauses: ['RFC 3261 §17.2.3'],
    over: ['UDP'],
    steps: [
      send('BYE', strayBye),
      expectFinal('BYE'),
      send('BYE', (exchange) =>
        strayBye(exchange).replace(`UDP ${exchange.sentBy}`, `UDP other.invalid:${String(exchange.local.port)}`)
      ),
      expectFinal('BYE', {
        check: ({ message }) =>
          message.topmostVia.host === 'other.invalid'
            ? undefined
            : `the response has the Via of another request, sent-by ${message.topmostVia.host}`
      })
    ]
  },
  {
    ...common,
    name: 'the branch tells two requests apart that are the same else',
    clauses: ['RFC 3261 §17.2.3'],
    over: ['UDP', 'TCP'],
    steps: [
      send('BYE', strayBye),
      expectFinal('BYE'),
      send('BYE', (exchange) =>
        exchange.request('BYE', { to: `<${exchange.uriOf('answering')}>;tag=nobody`, branch: exchange.branch('other') })
      ),
      expectFinal('BYE', {
        check: ({ message: { topmostVia } }) =>
          topmostVia.branch?.endsWith('other') === true
            ? undefined
            : `the response has the Via of another request, branch ${topmostVia.branch ?? 'none'}`
      })
    ]
  },
  ...[';branch=1', ''].map(
    (branch): Scenario => ({
      ...common,
      name: `${branch === '' ? 'without a branch' : 'by a branch without the cookie'}, what a retransmission repeats finds it`,
      clauses: ['RFC 3261 §17.2.3'],
      over: ['UDP'],
      steps: [
        send('BYE', (exchange) => oldBye(exchange, branch, 1)),
        expectFinal('BYE'),
        wait(100),
        sendAgain(),
        expectAgain(),
        send('BYE', (exchange) => oldBye(exchange, branch, 2)),
        expectFinal('BYE', { check: ofSequence(2) })
      ]
    })
  ),
  {
    ...common,
    name: 'without a branch, the ACK of a refusal finds its INVITE by tags and CSeq',
    clauses: ['RFC 3261 §17.2.3'],
    over: ['UDP'],
    path: { chart: 'inviteServer', events: ['user.300-699', 'timerG', 'transport.ACK'] },
    steps: [send('INVITE', oldInvite), callRefused(), repeats(T1), sendAck(), silence(4000)]
  },
  {
    layer: 'user agent',
    role: 'UAS',
    name: 'a request that comes by two paths is merged: the second gets 482',
    clauses: ['RFC 3261 §8.2.2.2'],
    over: ['UDP'],
    steps: [
      sendInvite(),
      callTaken(),
      send('INVITE', (exchange) => exchange.invite('answering', { branch: exchange.branch('path2') })),
      expectStatus(482, 'INVITE')
    ]
  }
];
