/** Figure 7 of RFC 3261 as RFC 6026 §7.1 redraws it, pair by pair. */
import { describe } from 'vitest';
import type { ToInviteServer } from '../../machines/events.ts';
import { inviteServerTransaction } from '../../machines/index.ts';
import { answer, invite, request as requestOf } from '../support/messages.ts';
import { eventsOf, type PairTable } from '../support/pairs.ts';
import { type Protocol, testPairs } from '../support/transactions.ts';

const request = invite();
const events = eventsOf<ToInviteServer>({
  'transport.INVITE': { '': { type: 'transport.INVITE', request } },
  'transport.ACK': { '': { type: 'transport.ACK', request: requestOf('ACK') } },
  'transport.error': { '': { type: 'transport.error', error: new Error('unreachable') } },
  'user.1xx': { '': { type: 'user.1xx', response: answer(request, 180) } },
  'user.2xx': { '': { type: 'user.2xx', response: answer(request, 200) } },
  'user.300-699': { '': { type: 'user.300-699', response: answer(request, 486) } }
});

function tableOver(over: Protocol): PairTable {
  const completed = over === 'UDP' ? 'Completed.retransmitting' : 'Completed.waiting';
  return {
    'Proceeding.unanswered': {
      // "The most recent provisional response that was received": there is none yet.
      'transport.INVITE': '-',
      'transport.ACK': '-',
      // RFC 6026 §7.1: a transport error "MUST NOT" end the transaction: it has retransmissions to absorb.
      'transport.error': 'stays: user transaction.error',
      'user.1xx': 'Proceeding.answered: transport 180',
      'user.2xx': 'Accepted: transport 200',
      'user.300-699': `${completed}: transport 486`,
      'after timerTrying': 'Proceeding.answered: transport 100'
    },
    'Proceeding.answered': {
      'transport.INVITE': 'stays: transport 180',
      'transport.ACK': '-',
      'transport.error': 'stays: user transaction.error',
      'user.1xx': 'stays: transport 180',
      'user.2xx': 'Accepted: transport 200',
      'user.300-699': `${completed}: transport 486`
    },
    [completed]: {
      'transport.INVITE': 'stays: transport 486',
      'transport.ACK': 'Confirmed',
      'transport.error': 'stays: user transaction.error',
      'user.1xx': '-',
      'user.2xx': '-',
      'user.300-699': '-',
      // §17.2.1: Timer G "is not set to fire for reliable transports".
      ...(over === 'UDP' ? { 'after timerG': 'stays: transport 486' } : {}),
      'after timerH': 'Terminated: user transaction.timeout'
    },
    // "To absorb any additional ACK messages that arrive."
    Confirmed: {
      'transport.INVITE': '-',
      'transport.ACK': '-',
      'transport.error': '-',
      'user.1xx': '-',
      'user.2xx': '-',
      'user.300-699': '-',
      'after timerI': 'Terminated'
    },
    Accepted: {
      'transport.INVITE': '-',
      'transport.ACK': 'stays: user transaction.ACK',
      'transport.error': 'stays: user transaction.error',
      'user.1xx': '-',
      'user.2xx': 'stays: transport 200',
      'user.300-699': '-',
      'after timerL': 'Terminated'
    },
    Terminated: {}
  };
}

describe('RFC 3261 §17.2.1, figure 7, and RFC 6026 §7.1', () => {
  testPairs(inviteServerTransaction, request, events, tableOver);
});
