/** Server transactions: RFC 3261 §17.2. */
import { demand, type Requirement, testsOf } from '../requirement.ts';

const inviteServer = testsOf('test/machines/invite-server-transaction.test.ts');
const table = testsOf('test/machines/transaction-table.test.ts');
const nonInviteServer = testsOf('test/machines/non-invite-server-transaction.test.ts');

export const serverTransactions: readonly Requirement[] = [
  demand(
    '3261§17.2.1-1',
    'MUST',
    'transaction',
    '100 unless the user says something within 200 ms',
    inviteServer('RFC 3261 §17.2.1: 100 at 200 ms when the user said nothing, over %s'),
    inviteServer('RFC 3261 §17.2.1: no 100 when the user said %i before')
  ),
  demand(
    '3261§17.2.1-2',
    'SHOULD NOT',
    'transaction',
    'the 100 has no tag of ours',
    inviteServer('RFC 3261 §17.2.1: 100 at 200 ms when the user said nothing, over %s')
  ),
  demand(
    '3261§17.2.1-3',
    'MUST',
    'transaction',
    'passes the request to the user',
    inviteServer('RFC 3261 §17.2.1: the request is passed to the user')
  ),
  demand(
    '3261§17.2.1-4',
    'MUST',
    'transaction',
    'sends each provisional response of the user',
    inviteServer('RFC 3261 §17.2.1: a retransmission gets the most recent provisional response')
  ),
  demand(
    '3261§17.2.1-5',
    'MUST',
    'transaction',
    'a retransmission in Proceeding gets the most recent one',
    inviteServer('RFC 3261 §17.2.1: a retransmission gets the most recent provisional response')
  ),
  demand(
    '3261§17.2.1-6',
    'MUST',
    'transaction',
    'sends a 2xx of the user',
    inviteServer('RFC 6026 §7.1: Timer L is 64·T1 over any transport, as %s')
  ),
  demand(
    '3261§17.2.1-7',
    'MUST',
    'transaction',
    'and is Terminated then',
    'superseded: RFC 6026 §8.5, Accepted takes the place of Terminated: `6026§8.5-2`'
  ),
  demand(
    '3261§17.2.1-8',
    ['MUST', 'MUST'],
    'transaction',
    '300–699 of the user is sent and leads to Completed',
    inviteServer('RFC 3261 §17.2.1: Timer G doubles up to T2, Timer H ends it at 64·T1 and tells the user')
  ),
  demand(
    '3261§17.2.1-9',
    'MUST',
    'transaction',
    'Timer H is 64·T1 over any transport',
    inviteServer('RFC 3261 §17.2.1: Timer G doubles up to T2, Timer H ends it at 64·T1 and tells the user'),
    inviteServer('RFC 3261 §17.2.1: over a reliable transport Timer G does not run, Timer H does')
  ),
  demand(
    '3261§17.2.1-10',
    'SHOULD',
    'transaction',
    'a retransmission in Completed gets the response again',
    inviteServer('RFC 3261 §17.2.1: a retransmitted INVITE gets the response, and Timer G runs on')
  ),
  demand(
    '3261§17.2.1-11',
    'MUST',
    'transaction',
    'ACK in Completed leads to Confirmed',
    inviteServer('RFC 3261 §17.2.1: the ACK ends retransmissions; Timer I over %s is %i ms')
  ),
  demand(
    '3261§17.2.1-12',
    ['MUST', 'MUST'],
    'transaction',
    'Timer H: is Terminated, and tells the user of the failure',
    inviteServer('RFC 3261 §17.2.1: Timer G doubles up to T2, Timer H ends it at 64·T1 and tells the user')
  ),
  demand(
    '3261§17.2.1-13',
    'MUST',
    'transaction',
    'Timer I leads to Terminated',
    inviteServer('RFC 3261 §17.2.1: the ACK ends retransmissions; Timer I over %s is %i ms')
  ),
  demand(
    '3261§17.2.1-14',
    'MUST',
    'transaction',
    'is destroyed when it is Terminated',
    table('RFC 3261 §17: %s: destroyed the instant it is Terminated')
  ),
  demand(
    '3261§17.2.2-1',
    'MUST',
    'transaction',
    'a provisional response of the user leads to Proceeding',
    nonInviteServer('RFC 4320 §4.1: over UDP the user’s own 100 waits for that time too; over TCP it goes at any time')
  ),
  demand(
    '3261§17.2.2-2',
    'MUST',
    'transaction',
    'and is sent',
    nonInviteServer('RFC 4320 §4.1: over UDP the user’s own 100 waits for that time too; over TCP it goes at any time')
  ),
  demand(
    '3261§17.2.2-3',
    'MUST',
    'transaction',
    'so is every further one',
    nonInviteServer('RFC 4320 §4.1: no provisional response but 100 is ever sent, over %s')
  ),
  demand(
    '3261§17.2.2-4',
    'MUST',
    'transaction',
    'a retransmission in Proceeding gets the most recent one',
    nonInviteServer('RFC 3261 §17.2.2: a retransmission gets the provisional response; the final one ends the wait')
  ),
  demand(
    '3261§17.2.2-5',
    ['MUST', 'MUST'],
    'transaction',
    'a final response in Proceeding is sent and leads to Completed',
    nonInviteServer('RFC 3261 §17.2.2: a retransmission gets the provisional response; the final one ends the wait')
  ),
  demand(
    '3261§17.2.2-6',
    'MUST',
    'transaction',
    'Timer J: 64·T1 over an unreliable transport, 0 over a reliable one',
    nonInviteServer('RFC 3261 §17.2.2: Timer J over %s is %i ms')
  ),
  demand(
    '3261§17.2.2-7',
    'MUST',
    'transaction',
    'a retransmission in Completed gets the final response',
    nonInviteServer('RFC 3261 §17.2.2: each retransmission gets the final response; another final one is discarded')
  ),
  demand(
    '3261§17.2.2-8',
    'MUST',
    'transaction',
    'other final responses of the user are discarded in Completed',
    nonInviteServer('RFC 3261 §17.2.2: each retransmission gets the final response; another final one is discarded')
  ),
  demand(
    '3261§17.2.2-9',
    'MUST',
    'transaction',
    'Timer J leads to Terminated',
    nonInviteServer('RFC 3261 §17.2.2: Timer J over %s is %i ms')
  ),
  demand(
    '3261§17.2.2-10',
    'MUST',
    'transaction',
    'is destroyed the instant it is Terminated',
    table('RFC 3261 §17: %s: destroyed the instant it is Terminated')
  ),
  demand(
    '3261§17.2.4-1',
    ['SHOULD', 'SHOULD'],
    'transaction',
    'when no backup takes the response either: tells the user, and is Terminated',
    nonInviteServer('RFC 3261 §17.2.4: a transport error ends it, and the user is told'),
    nonInviteServer('RFC 3261 §17.2.2: a transport error ends it, and the user is told')
  )
];
