/** Figure 8 of RFC 3261, with what RFC 4320 §4 forbids, pair by pair. */
import { describe } from 'vitest';
import type { ToNonInviteServer } from '../../machines/events.ts';
import { nonInviteServerTransaction } from '../../machines/index.ts';
import { answer, request as requestOf } from '../support/messages.ts';
import { eventsOf, type PairTable } from '../support/pairs.ts';
import { type Protocol, testPairs } from '../support/transactions.ts';

const request = requestOf('OPTIONS');
const events = eventsOf<ToNonInviteServer>({
  'transport.request': { '': { type: 'transport.request', request } },
  'transport.error': { '': { type: 'transport.error', error: new Error('unreachable') } },
  'user.1xx': {
    100: { type: 'user.1xx', response: answer(request, 100) },
    183: { type: 'user.1xx', response: answer(request, 183) }
  },
  'user.200-699': {
    200: { type: 'user.200-699', response: answer(request, 200) },
    408: { type: 'user.200-699', response: answer(request, 408) }
  }
});

const tableOver = (over: Protocol): PairTable => ({
  Trying: {
    // "Any further request retransmissions are discarded."
    'transport.request': '-',
    // Nothing was sent that could fail.
    'transport.error': '-',
    // RFC 4320 §4.1: 100 over a reliable transport "at any time", over another not before Timer E reaches T2.
    'user.1xx 100': over === 'UDP' ? '-' : 'Proceeding: transport 100',
    // RFC 4320 §4.1: "MUST NOT send any provisional response with a Status-Code other than 100".
    'user.1xx 183': '-',
    'user.200-699 200': 'Completed: transport 200',
    // RFC 4320 §4.2: "MUST NOT send a response with Status-Code of 408".
    'user.200-699 408': '-',
    'after timerTrying': 'Proceeding: transport 100',
    'after clientTimerF': 'Terminated: user transaction.timeout'
  },
  Proceeding: {
    'transport.request': 'stays: transport 100',
    'transport.error': 'Terminated: user transaction.error',
    'user.1xx 100': 'stays: transport 100',
    'user.1xx 183': '-',
    'user.200-699 200': 'Completed: transport 200',
    'user.200-699 408': '-',
    'after clientTimerF': 'Terminated: user transaction.timeout'
  },
  Completed: {
    'transport.request': 'stays: transport 200',
    'transport.error': 'Terminated: user transaction.error',
    'user.1xx 100': '-',
    'user.1xx 183': '-',
    // "Any other final responses passed by the TU … MUST be discarded."
    'user.200-699 200': '-',
    'user.200-699 408': '-',
    'after timerJ': 'Terminated',
    'after clientTimerF': '-'
  },
  Terminated: {}
});

describe('RFC 3261 §17.2.2, figure 8, and RFC 4320 §4', () => {
  testPairs(nonInviteServerTransaction, request, events, tableOver);
});
