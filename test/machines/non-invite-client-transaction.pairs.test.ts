/** Figure 6 of RFC 3261, pair by pair. */
import { describe } from 'vitest';
import type { ToNonInviteClient } from '../../machines/events.ts';
import { nonInviteClientTransaction } from '../../machines/index.ts';
import { answer, request as requestOf } from '../support/messages.ts';
import { eventsOf, type PairTable } from '../support/pairs.ts';
import { type Protocol, testPairs } from '../support/transactions.ts';

const request = requestOf('OPTIONS');
const events = eventsOf<ToNonInviteClient>({
  'transport.1xx': { '': { type: 'transport.1xx', response: answer(request, 100) } },
  'transport.200-699': { '': { type: 'transport.200-699', response: answer(request, 200) } },
  'transport.error': { '': { type: 'transport.error', error: new Error('unreachable') } }
});

function tableOver(over: Protocol): PairTable {
  const sending = over === 'UDP' ? 'retransmitting' : 'waiting';
  // §17.1.2.2: Timer E only over an unreliable transport.
  const timerE = over === 'UDP' ? { 'after timerE': 'stays: transport OPTIONS' } : {};
  return {
    [`Trying.${sending}`]: {
      'transport.1xx': `Proceeding.${sending}: user transaction.1xx 100`,
      'transport.200-699': 'Completed: user transaction.200-699 200',
      'transport.error': 'Terminated: user transaction.error',
      ...timerE,
      'after timerF': 'Terminated: user transaction.timeout'
    },
    [`Proceeding.${sending}`]: {
      'transport.1xx': 'stays: user transaction.1xx 100',
      'transport.200-699': 'Completed: user transaction.200-699 200',
      'transport.error': 'Terminated: user transaction.error',
      ...timerE,
      'after timerF': 'Terminated: user transaction.timeout'
    },
    // "The Completed state exists to buffer any additional response retransmissions."
    Completed: {
      'transport.1xx': '-',
      'transport.200-699': '-',
      'transport.error': '-',
      'after timerK': 'Terminated',
      // Timer F was set in Trying and means nothing here.
      'after timerF': '-'
    },
    Terminated: {}
  };
}

describe('RFC 3261 §17.1.2, figure 6', () => {
  testPairs(nonInviteClientTransaction, request, events, tableOver);
});
