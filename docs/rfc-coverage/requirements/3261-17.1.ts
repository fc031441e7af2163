/** Client transactions: RFC 3261 §17.1. */
import { demand, type Requirement, testsOf } from '../requirement.ts';

const core = testsOf('test/machines/user-agent-core.test.ts');
const inviteClient = testsOf('test/machines/invite-client-transaction.test.ts');
const table = testsOf('test/machines/transaction-table.test.ts');
const uacInvite = testsOf('test/machines/uac-invite.test.ts');
const ack = testsOf('test/transaction/ack.test.ts');
const nonInviteClient = testsOf('test/machines/non-invite-client-transaction.test.ts');

export const clientTransactions: readonly Requirement[] = [
  demand(
    '3261§17.1-1',
    'SHOULD',
    'UAS core',
    'responds at once to a non-INVITE request',
    core('RFC 3261 §17.1: %s is answered at once')
  ),
  demand(
    '3261§17.1.1.2-1',
    'MUST',
    'transaction',
    'starts in Calling',
    inviteClient('RFC 3261 §17.1.1.2: retransmits at intervals that double, and gives up at 64·T1')
  ),
  demand(
    '3261§17.1.1.2-2',
    'MUST',
    'transaction',
    'passes the request to the transport',
    inviteClient('RFC 3261 §17.1.1.2: retransmits at intervals that double, and gives up at 64·T1')
  ),
  demand(
    '3261§17.1.1.2-3',
    'MUST',
    'transaction',
    'over an unreliable transport starts Timer A with T1',
    inviteClient('RFC 3261 §17.1.1.2: retransmits at intervals that double, and gives up at 64·T1')
  ),
  demand(
    '3261§17.1.1.2-4',
    'SHOULD NOT',
    'transaction',
    'over a reliable one does not',
    inviteClient('RFC 3261 §17.1.1.2: over a reliable transport sends once, and gives up at 64·T1')
  ),
  demand(
    '3261§17.1.1.2-5',
    'MUST',
    'transaction',
    'over any starts Timer B with 64·T1',
    inviteClient('RFC 3261 §17.1.1.2: retransmits at intervals that double, and gives up at 64·T1'),
    inviteClient('RFC 3261 §17.1.1.2: over a reliable transport sends once, and gives up at 64·T1')
  ),
  demand(
    '3261§17.1.1.2-6',
    ['MUST', 'MUST'],
    'transaction',
    'Timer A: retransmits, and sets it to 2·T1',
    inviteClient('RFC 3261 §17.1.1.2: retransmits at intervals that double, and gives up at 64·T1')
  ),
  demand(
    '3261§17.1.1.2-7',
    'MUST',
    'transaction',
    'and again when that has passed',
    inviteClient('RFC 3261 §17.1.1.2: retransmits at intervals that double, and gives up at 64·T1')
  ),
  demand(
    '3261§17.1.1.2-8',
    'MUST',
    'transaction',
    'and on, at intervals that double',
    inviteClient('RFC 3261 §17.1.1.2: retransmits at intervals that double, and gives up at 64·T1')
  ),
  demand(
    '3261§17.1.1.2-9',
    'SHOULD',
    'transaction',
    'retransmits in Calling only',
    inviteClient('RFC 3261 §17.1.1.2: a provisional response stops retransmissions and Timer B')
  ),
  demand(
    '3261§17.1.1.2-10',
    'NOT RECOMMENDED',
    'people',
    'smaller values of T1 are better not chosen',
    'for people: the option `timers`; T1 is 500 ms unless they choose another'
  ),
  demand(
    '3261§17.1.1.2-11',
    'RECOMMENDED',
    'people',
    'a larger T1 is better on slow links',
    'for people: the option `timers`; that everything scales is tested below §17.1.1.2-12'
  ),
  demand(
    '3261§17.1.1.2-12',
    'MUST',
    'transaction',
    'whatever T1 is, the intervals double',
    inviteClient('RFC 3261 §17.1.1.2: T1 may be chosen larger, and everything scales')
  ),
  demand(
    '3261§17.1.1.2-13',
    'SHOULD',
    'transaction',
    'Timer B in Calling: tells the user of the timeout',
    inviteClient('RFC 3261 §17.1.1.2: retransmits at intervals that double, and gives up at 64·T1')
  ),
  demand(
    '3261§17.1.1.2-14',
    'MUST NOT',
    'transaction',
    'Timer B: makes no ACK',
    inviteClient('RFC 3261 §17.1.1.2: retransmits at intervals that double, and gives up at 64·T1')
  ),
  demand(
    '3261§17.1.1.2-15',
    'SHOULD NOT',
    'transaction',
    'Proceeding: retransmits no longer',
    inviteClient('RFC 3261 §17.1.1.2: a provisional response stops retransmissions and Timer B')
  ),
  demand(
    '3261§17.1.1.2-16',
    'MUST',
    'transaction',
    'passes the provisional response up',
    inviteClient('RFC 3261 §17.1.1.2: a provisional response stops retransmissions and Timer B')
  ),
  demand(
    '3261§17.1.1.2-17',
    'MUST',
    'transaction',
    'and every further one',
    inviteClient('RFC 3261 §17.1.1.2: a provisional response stops retransmissions and Timer B')
  ),
  demand(
    '3261§17.1.1.2-18',
    'MUST',
    'transaction',
    '300–699 in Calling or Proceeding leads to Completed',
    inviteClient('RFC 3261 §17.1.1.2: Timer D over %s is %i ms'),
    inviteClient('RFC 3261 §17.1.1.2: each retransmission of the response gets the ACK again, the user nothing')
  ),
  demand(
    '3261§17.1.1.2-19',
    ['MUST', 'MUST'],
    'transaction',
    'passes it up, makes the ACK even over a reliable transport, and sends it',
    inviteClient('RFC 3261 §17.1.1.2: each retransmission of the response gets the ACK again, the user nothing'),
    inviteClient('RFC 3261 §17.1.1.2: the ACK goes where the INVITE went, over %s')
  ),
  demand(
    '3261§17.1.1.2-20',
    'MUST',
    'transaction',
    'the ACK goes to address, port and transport of the INVITE',
    inviteClient('RFC 3261 §17.1.1.2: the ACK goes where the INVITE went, over %s')
  ),
  demand(
    '3261§17.1.1.2-21',
    'SHOULD',
    'transaction',
    'Timer D: 32 s over an unreliable transport, 0 over a reliable one',
    inviteClient('RFC 3261 §17.1.1.2: Timer D over %s is %i ms')
  ),
  demand(
    '3261§17.1.1.2-22',
    ['MUST', 'MUST NOT'],
    'transaction',
    'Completed: each retransmission of the response gets the ACK again, and is not passed up',
    inviteClient('RFC 3261 §17.1.1.2: each retransmission of the response gets the ACK again, the user nothing')
  ),
  demand(
    '3261§17.1.1.2-23',
    'MUST',
    'transaction',
    'Timer D leads to Terminated',
    inviteClient('RFC 3261 §17.1.1.2: Timer D over %s is %i ms')
  ),
  demand(
    '3261§17.1.1.2-24',
    ['MUST', 'MUST'],
    'transaction',
    'a 2xx in Calling or Proceeding leads to Terminated and is passed up',
    'superseded: RFC 6026 §8.4, Accepted takes the place of Terminated: `6026§8.4-7`'
  ),
  demand(
    '3261§17.1.1.2-25',
    'MUST',
    'transaction',
    'is destroyed the instant it is Terminated',
    table('RFC 3261 §17: %s: destroyed the instant it is Terminated')
  ),
  demand(
    '3261§17.1.1.3-1',
    'MUST',
    'UAC core',
    'its ACK for a 2xx follows §13',
    uacInvite('RFC 3261 §13.2.2.4: a 2xx is acknowledged and the call is up')
  ),
  demand(
    '3261§17.1.1.3-2',
    'MUST',
    'transaction',
    'Call-ID, From and Request-URI of its ACK are the INVITE’s',
    inviteClient('RFC 3261 §17.1.1.3: the ACK field by field')
  ),
  demand(
    '3261§17.1.1.3-3',
    'MUST',
    'transaction',
    'To is the response’s',
    ack('§17.1.1.3: "The To header field in the ACK MUST equal the To header field in the response"')
  ),
  demand(
    '3261§17.1.1.3-4',
    ['MUST', 'MUST'],
    'transaction',
    'one Via, the top one of the INVITE',
    inviteClient('RFC 3261 §17.1.1.3: the ACK field by field')
  ),
  demand(
    '3261§17.1.1.3-5',
    ['MUST', 'MUST'],
    'transaction',
    'CSeq has the number of the INVITE and the method ACK',
    inviteClient('RFC 3261 §17.1.1.3: the ACK field by field')
  ),
  demand(
    '3261§17.1.1.3-6',
    'MUST',
    'transaction',
    'the Route fields of the INVITE are there',
    inviteClient('RFC 3261 §17.1.1.3: the ACK field by field')
  ),
  demand(
    '3261§17.1.1.3-7',
    'NOT RECOMMENDED',
    'transaction',
    'a body is better not put into it',
    inviteClient('RFC 3261 §17.1.1.3: the ACK field by field'),
    ack('§17.1.1.3: a single Via, the top one; the Routes; no body and nothing else of the INVITE')
  ),
  demand(
    '3261§17.1.2.2-1',
    'SHOULD',
    'transaction',
    'sets Timer F to 64·T1',
    nonInviteClient('RFC 3261 §17.1.2.2: sent 11 times at intervals that double up to T2, given up at 64·T1')
  ),
  demand(
    '3261§17.1.2.2-2',
    'MUST',
    'transaction',
    'passes the request to the transport',
    nonInviteClient('RFC 3261 §17.1.2.2: sent 11 times at intervals that double up to T2, given up at 64·T1')
  ),
  demand(
    '3261§17.1.2.2-3',
    'MUST',
    'transaction',
    'over an unreliable transport sets Timer E to T1',
    nonInviteClient('RFC 3261 §17.1.2.2: sent 11 times at intervals that double up to T2, given up at 64·T1')
  ),
  demand(
    '3261§17.1.2.2-4',
    ['SHOULD', 'SHOULD'],
    'transaction',
    'Timer F in Trying: tells the user, and is Terminated',
    nonInviteClient('RFC 3261 §17.1.2.2: sent 11 times at intervals that double up to T2, given up at 64·T1')
  ),
  demand(
    '3261§17.1.2.2-5',
    ['MUST', 'SHOULD'],
    'transaction',
    'a provisional response in Trying goes up and leads to Proceeding',
    nonInviteClient('RFC 3261 §17.1.2.1: retransmits at T2, while Timer F runs on from Trying'),
    nonInviteClient('RFC 3261 §17.1.2.2: a further provisional response goes up and does not touch Timer E')
  ),
  demand(
    '3261§17.1.2.2-6',
    ['MUST', 'MUST'],
    'transaction',
    'a final response in Trying goes up and leads to Completed',
    nonInviteClient('RFC 3261 §17.1.2.2: Timer K over %s is %i ms'),
    nonInviteClient('RFC 3261 §17.1.2.1: only a single final response is ever delivered')
  ),
  demand(
    '3261§17.1.2.2-7',
    ['MUST', 'MUST'],
    'transaction',
    'Timer E in Proceeding: retransmits, and sets it to T2',
    nonInviteClient('RFC 3261 §17.1.2.1: retransmits at T2, while Timer F runs on from Trying')
  ),
  demand(
    '3261§17.1.2.2-8',
    ['MUST', 'MUST'],
    'transaction',
    'Timer F in Proceeding: tells the user, and is Terminated',
    nonInviteClient('RFC 3261 §17.1.2.1: retransmits at T2, while Timer F runs on from Trying')
  ),
  demand(
    '3261§17.1.2.2-9',
    ['MUST', 'MUST'],
    'transaction',
    'a final response in Proceeding goes up and leads to Completed',
    nonInviteClient('RFC 3261 §17.1.2.2: the final response goes up and leads to Completed, over %s')
  ),
  demand(
    '3261§17.1.2.2-10',
    'MUST',
    'transaction',
    'Timer K: T4 over an unreliable transport, 0 over a reliable one',
    nonInviteClient('RFC 3261 §17.1.2.2: Timer K over %s is %i ms')
  ),
  demand(
    '3261§17.1.2.2-11',
    'MUST',
    'transaction',
    'Timer K leads to Terminated',
    nonInviteClient('RFC 3261 §17.1.2.2: Timer K over %s is %i ms')
  ),
  demand(
    '3261§17.1.2.2-12',
    'MUST',
    'transaction',
    'is destroyed when it is Terminated',
    table('RFC 3261 §17: %s: destroyed the instant it is Terminated')
  ),
  demand(
    '3261§17.1.4-1',
    ['SHOULD', 'SHOULD'],
    'transaction',
    'a transport failure: tells the user, and is Terminated',
    inviteClient('RFC 3261 §17.1.4: a transport error ends it at once, over %s'),
    nonInviteClient('RFC 3261 §17.1.4: a transport error ends it')
  )
];
