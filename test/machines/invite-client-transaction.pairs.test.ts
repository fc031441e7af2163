/** Figure 5 of RFC 3261 as RFC 6026 §8.4 redraws it, pair by pair. */
import { describe } from 'vitest';
import type { ToInviteClient } from '../../machines/events.ts';
import { inviteClientTransaction } from '../../machines/index.ts';
import { answer, invite } from '../support/messages.ts';
import { eventsOf, type PairTable } from '../support/pairs.ts';
import { type Protocol, testPairs } from '../support/transactions.ts';

const request = invite();
const events = eventsOf<ToInviteClient>({
  'transport.1xx': { '': { type: 'transport.1xx', response: answer(request, 180) } },
  'transport.2xx': { '': { type: 'transport.2xx', response: answer(request, 200) } },
  'transport.300-699': { '': { type: 'transport.300-699', response: answer(request, 486) } },
  'transport.error': { '': { type: 'transport.error', error: new Error('unreachable') } },
  'user.abandon': { '': { type: 'user.abandon' } }
});

const tableOver = (over: Protocol): PairTable => ({
  [over === 'UDP' ? 'Calling.retransmitting' : 'Calling.waiting']: {
    'transport.1xx': 'Proceeding: user transaction.1xx 180',
    'transport.2xx': 'Accepted: user transaction.2xx 200',
    'transport.300-699': 'Completed: transport ACK, user transaction.300-699 486',
    'transport.error': 'Terminated: user transaction.error',
    // Nothing has come back: Timer B is the end of it (§9.1 is about a request that was answered).
    'user.abandon': '-',
    // §17.1.1.2: Timer A "SHOULD NOT" be started over a reliable transport.
    ...(over === 'UDP' ? { 'after timerA': 'stays: transport INVITE' } : {}),
    'after timerB': 'Terminated: user transaction.timeout'
  },
  // No Timer here, and nothing is sent, so no transport error either.
  Proceeding: {
    'transport.1xx': 'stays: user transaction.1xx 180',
    'transport.2xx': 'Accepted: user transaction.2xx 200',
    'transport.300-699': 'Completed: transport ACK, user transaction.300-699 486',
    'transport.error': '-',
    'user.abandon': 'Terminated'
  },
  Completed: {
    'transport.1xx': '-',
    'transport.2xx': '-',
    // The ACK again, but the response "MUST NOT be passed up to the TU".
    'transport.300-699': 'stays: transport ACK',
    'transport.error': 'Terminated: user transaction.error',
    'user.abandon': '-',
    'after timerD': 'Terminated'
  },
  Accepted: {
    'transport.1xx': '-',
    'transport.2xx': 'stays: user transaction.2xx 200',
    'transport.300-699': '-',
    'transport.error': '-',
    'user.abandon': '-',
    'after timerM': 'Terminated'
  },
  Terminated: {}
});

describe('RFC 3261 §17.1.1, figure 5, and RFC 6026 §8.4', () => {
  testPairs(inviteClientTransaction, request, events, tableOver);
});
