/** 2xx responses to INVITE: RFC 6026 §7 and §8. */
import { demand, type Requirement, testsOf } from '../requirement.ts';

const inviteServer = testsOf('test/machines/invite-server-transaction.test.ts');
const table = testsOf('test/machines/transaction-table.test.ts');
const inviteClient = testsOf('test/machines/invite-client-transaction.test.ts');
const core = testsOf('test/machines/user-agent-core.test.ts');
const receive = testsOf('test/stack/receive.test.ts');
const aProxy = 'not ours yet: a proxy';

export const successResponses: readonly Requirement[] = [
  demand(
    '6026§7.1-1',
    'MUST',
    'transaction',
    'a 2xx of the user in Proceeding leads to Accepted, with Timer L of 64·T1',
    inviteServer('RFC 6026 §7.1: Timer L is 64·T1 over any transport, as %s')
  ),
  demand(
    '6026§7.1-2',
    'MUST NOT',
    'transaction',
    'makes no retransmissions of the 2xx itself',
    inviteServer('RFC 6026 §7.1: absorbs the INVITE, sends each 2xx of the user, passes each ACK')
  ),
  demand(
    '6026§7.1-3',
    'MUST',
    'transaction',
    'sends each 2xx that the user passes again in Accepted',
    inviteServer('RFC 6026 §7.1: absorbs the INVITE, sends each 2xx of the user, passes each ACK')
  ),
  demand(
    '6026§7.1-4',
    'MUST',
    'transaction',
    'passes every ACK in Accepted to the user',
    inviteServer('RFC 6026 §7.1: absorbs the INVITE, sends each 2xx of the user, passes each ACK')
  ),
  demand(
    '6026§7.1-5',
    'MUST',
    'transaction',
    'Timer L leads to Terminated',
    inviteServer('RFC 6026 §7.1: Timer L is 64·T1 over any transport, as %s')
  ),
  demand(
    '6026§7.1-6',
    'MUST',
    'transaction',
    'is destroyed when it is Terminated',
    table('RFC 3261 §17: %s: destroyed the instant it is Terminated')
  ),
  demand(
    '6026§7.1-7',
    'MUST NOT',
    'transaction',
    'a transport error alone does not discard its state',
    inviteServer('RFC 6026 §7.1: a transport error is reported and does not end it')
  ),
  demand(
    '6026§7.1-8',
    'MUST',
    'transaction',
    'it stays in its state then',
    inviteServer('RFC 6026 §7.1: a transport error is reported and does not end it')
  ),
  demand(
    '6026§7.2-1',
    'MUST',
    'transaction',
    'a 2xx in Calling or Proceeding leads to Accepted, goes up, and sets Timer M to 64·T1',
    inviteClient('RFC 6026 §8.4: Timer M is 64·T1 over any transport, as %s')
  ),
  demand(
    '6026§7.2-2',
    'MUST',
    'transaction',
    'a 2xx in Accepted goes up',
    inviteClient('RFC 6026 §8.4: every further 2xx goes up, and no ACK is made here')
  ),
  demand(
    '6026§7.2-3',
    'MUST NOT',
    'transaction',
    'makes no ACK for a 2xx',
    inviteClient('RFC 6026 §8.4: every further 2xx goes up, and no ACK is made here')
  ),
  demand(
    '6026§7.2-4',
    'MUST',
    'transaction',
    'Timer M leads to Terminated',
    inviteClient('RFC 6026 §8.4: Timer M is 64·T1 over any transport, as %s')
  ),
  demand(
    '6026§7.2-5',
    'MUST',
    'transaction',
    'is destroyed when it is Terminated',
    table('RFC 3261 §17: %s: destroyed the instant it is Terminated')
  ),
  demand('6026§7.3-1', 'MUST', 'proxy', 'compares each response with its transactions', aProxy),
  demand(
    '6026§7.3-2',
    'MUST NOT',
    'proxy',
    'does not forward one that matches none',
    'not ours yet: a proxy; as a user agent we drop and count it'
  ),
  demand('6026§8.2-1', 'MUST NOT', 'proxy', 'a response without a client transaction is not forwarded', aProxy),
  demand(
    '6026§8.4-1',
    'MUST',
    'transaction',
    '300–699 in Calling or Proceeding leads to Completed',
    inviteClient('RFC 3261 §17.1.1.2: Timer D over %s is %i ms')
  ),
  demand(
    '6026§8.4-2',
    ['MUST', 'MUST'],
    'transaction',
    'passes it up, makes the ACK even over a reliable transport, and sends it',
    inviteClient('RFC 3261 §17.1.1.2: each retransmission of the response gets the ACK again, the user nothing')
  ),
  demand(
    '6026§8.4-3',
    'MUST',
    'transaction',
    'the ACK goes to address, port and transport of the INVITE',
    inviteClient('RFC 3261 §17.1.1.2: the ACK goes where the INVITE went, over %s')
  ),
  demand(
    '6026§8.4-4',
    'MUST',
    'transaction',
    'Timer D: at least 32 s over an unreliable transport, 0 over a reliable one',
    inviteClient('RFC 3261 §17.1.1.2: Timer D over %s is %i ms')
  ),
  demand(
    '6026§8.4-5',
    ['MUST', 'MUST NOT'],
    'transaction',
    'each retransmission of it gets the ACK again, and is not passed up',
    inviteClient('RFC 3261 §17.1.1.2: each retransmission of the response gets the ACK again, the user nothing')
  ),
  demand(
    '6026§8.4-6',
    'MUST',
    'transaction',
    'Timer D leads to Terminated',
    inviteClient('RFC 3261 §17.1.1.2: Timer D over %s is %i ms')
  ),
  demand(
    '6026§8.4-7',
    ['MUST', 'MUST'],
    'transaction',
    'a 2xx in Calling or Proceeding leads to Accepted, with Timer M of 64·T1',
    inviteClient('RFC 6026 §8.4: Timer M is 64·T1 over any transport, as %s')
  ),
  demand(
    '6026§8.4-8',
    'MUST',
    'transaction',
    'the 2xx goes up',
    inviteClient('RFC 6026 §8.4: every further 2xx goes up, and no ACK is made here')
  ),
  demand(
    '6026§8.4-9',
    'MUST NOT',
    'transaction',
    'makes no ACK for it',
    inviteClient('RFC 6026 §8.4: every further 2xx goes up, and no ACK is made here')
  ),
  demand(
    '6026§8.4-10',
    'MUST',
    'transaction',
    'every 2xx in Accepted goes up',
    inviteClient('RFC 6026 §8.4: every further 2xx goes up, and no ACK is made here')
  ),
  demand(
    '6026§8.4-11',
    'MUST NOT',
    'transaction',
    'makes no ACK for it',
    inviteClient('RFC 6026 §8.4: every further 2xx goes up, and no ACK is made here')
  ),
  demand(
    '6026§8.4-12',
    'MUST',
    'transaction',
    'Timer M leads to Terminated',
    inviteClient('RFC 6026 §8.4: Timer M is 64·T1 over any transport, as %s')
  ),
  demand(
    '6026§8.4-13',
    'MUST',
    'transaction',
    'is destroyed the instant it is Terminated',
    table('RFC 3261 §17: %s: destroyed the instant it is Terminated')
  ),
  demand(
    '6026§8.5-1',
    'MUST',
    'transaction',
    'sends a 2xx of the user',
    inviteServer('RFC 6026 §7.1: Timer L is 64·T1 over any transport, as %s')
  ),
  demand(
    '6026§8.5-2',
    'MUST',
    'transaction',
    'and is Accepted then',
    inviteServer('RFC 6026 §7.1: Timer L is 64·T1 over any transport, as %s')
  ),
  demand(
    '6026§8.7-1',
    'MUST',
    'transaction',
    'Accepted: sends each 2xx of the user',
    inviteServer('RFC 6026 §7.1: absorbs the INVITE, sends each 2xx of the user, passes each ACK')
  ),
  demand(
    '6026§8.7-2',
    'MUST',
    'transaction',
    'Timer L is 64·T1 over any transport',
    inviteServer('RFC 6026 §7.1: Timer L is 64·T1 over any transport, as %s')
  ),
  demand(
    '6026§8.7-3',
    'MUST',
    'transaction',
    'Timer L leads to Terminated',
    inviteServer('RFC 6026 §7.1: Timer L is 64·T1 over any transport, as %s')
  ),
  demand(
    '6026§8.7-4',
    'MUST',
    'transaction',
    'is destroyed when it is Terminated',
    table('RFC 3261 §17: %s: destroyed the instant it is Terminated')
  ),
  demand(
    '6026§8.8-1',
    ['SHOULD', 'MUST'],
    'transaction',
    'a response that cannot be sent: tells the user, and stays in its state',
    inviteServer('RFC 6026 §7.1: a transport error is reported and does not end it'),
    core('RFC 3261 §17.2.4: a response that cannot be sent is counted')
  ),
  demand(
    '6026§8.9-1',
    'MUST',
    'transport',
    'a response that matches a transaction is passed to it',
    table('RFC 3261 §17.1.3: branch and method of the CSeq: CANCEL has the branch of its INVITE')
  ),
  demand(
    '6026§8.9-2',
    'MUST',
    'UAC core',
    'any other is discarded by all but a stateless proxy',
    table('RFC 6026 §7.3: a response that matches nothing is dropped and counted'),
    receive('RFC 3261 §17.1.3: to us, but to no transaction: counted')
  )
];
