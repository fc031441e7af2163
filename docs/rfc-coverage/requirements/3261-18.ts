/** The transport: RFC 3261 §18.1 and §18.2. */
import { demand, type Requirement, testsOf } from '../requirement.ts';

const largeRequest = testsOf('test/stack/large-request.test.ts');
const createStack = testsOf('test/transport/create-stack.test.ts');
const stack = testsOf('test/stack/stack.test.ts');
const udp = testsOf('test/transport/udp.test.ts');
const uacInvitePairs = testsOf('test/machines/uac-invite.pairs.test.ts');
const branch = testsOf('test/transaction/branch.test.ts');
const tcp = testsOf('test/transport/tcp.test.ts');
const receive = testsOf('test/stack/receive.test.ts');
const table = testsOf('test/machines/transaction-table.test.ts');
const received = testsOf('test/transport/received.test.ts');
const responseTarget = testsOf('test/transport/response-target.test.ts');
const multicast = 'not ours yet: multicast';

export const transport: readonly Requirement[] = [
  demand(
    '3261§18.1.1-1',
    'MUST',
    'transport',
    'a request longer than 1300 bytes goes over TCP when the path MTU is not known, as it never is here',
    largeRequest('RFC 3261 §18.1.1: 1300 bytes go over UDP, one more over TCP to the same address and port'),
    createStack('RFC 3261 §18.1.1: what is longer than 1300 bytes goes over TCP, with a Via that says so'),
    stack('RFC 3261 §18.1.1: of a dialog goes over TCP too')
  ),
  demand(
    '3261§18.1.1-2',
    'MUST',
    'transport',
    'the top Via says so',
    largeRequest('RFC 3261 §18.1.1: the top Via says TCP, our port there, and another branch; nothing else changes')
  ),
  demand(
    '3261§18.1.1-3',
    'MUST',
    'transport',
    'messages of the largest datagram size can be taken all the same',
    udp('RFC 3261 §18.1.1: a datagram of the largest size there is')
  ),
  demand(
    '3261§18.1.1-4',
    'SHOULD',
    'UAC core',
    'when there is no connection it goes over UDP',
    createStack('RFC 3261 §18.1.1: and over UDP all the same when nobody takes the connection'),
    uacInvitePairs(
      'RFC 3261 §18.1.1: an INVITE that went over TCP for its length goes over UDP when there is no connection'
    )
  ),
  demand(
    '3261§18.1.1-5',
    ['MUST', 'SHOULD'],
    'transport',
    'a request to a multicast address has maddr, and ttl for IPv4',
    multicast
  ),
  demand(
    '3261§18.1.1-6',
    'MUST',
    'transport',
    'the Via has our sent-by',
    branch('RFC 3581 §3: over UDP the Via asks for rport')
  ),
  demand(
    '3261§18.1.1-7',
    'RECOMMENDED',
    'people',
    'a host name in sent-by is better',
    'for people: the option `advertise`; an address unless they give a name'
  ),
  demand(
    '3261§18.1.1-8',
    'MUST',
    'transport',
    'takes the response on the connection of the request',
    tcp('RFC 3261 §18: one connection for many requests, and for what the peer sends back')
  ),
  demand(
    '3261§18.1.1-9',
    'MUST',
    'transport',
    'and on a new one, to the address it sent from and the port of sent-by',
    createStack('RFC 3261 §18.1.1: a response that comes on a connection of its own, to the port of sent-by')
  ),
  demand(
    '3261§18.1.1-10',
    'MUST',
    'transport',
    'and wherever a server finds us by RFC 3263 §5',
    createStack('RFC 3261 §18.1.1: a response that comes on a connection of its own, to the port of sent-by')
  ),
  demand(
    '3261§18.1.1-11',
    'MUST',
    'transport',
    'over UDP takes responses at the address it sends from and the port of sent-by',
    createStack('over %s one user agent asks another what it can')
  ),
  demand(
    '3261§18.1.1-12',
    'MUST',
    'transport',
    'and wherever a server finds us by RFC 3263 §5',
    createStack('over %s one user agent asks another what it can')
  ),
  demand('3261§18.1.1-13', 'MUST', 'transport', 'takes responses on the multicast group it sent to', multicast),
  demand(
    '3261§18.1.1-14',
    'RECOMMENDED',
    'transport',
    'an open connection to the address, port and transport is used again',
    tcp('RFC 3261 §18: one connection for many requests, and for what the peer sends back')
  ),
  demand(
    '3261§18.1.2-1',
    'MUST',
    'transport',
    'a response whose sent-by is not ours is discarded',
    receive('RFC 3261 §18.1.2: to %s is not ours: counted')
  ),
  demand(
    '3261§18.1.2-2',
    'MUST',
    'transport',
    'one that matches a transaction is passed to it',
    table('RFC 3261 §17.1.3: branch and method of the CSeq: CANCEL has the branch of its INVITE')
  ),
  demand(
    '3261§18.1.2-3',
    'MUST',
    'transport',
    'any other is passed to the core',
    'superseded: RFC 6026 §8.9, it is discarded: `6026§8.9-2`'
  ),
  demand(
    '3261§18.2.1-1',
    'SHOULD',
    'people',
    'listens wherever its URIs can lead',
    'for people: the option `listen`, and what DNS says'
  ),
  demand(
    '3261§18.2.1-2',
    'RECOMMENDED',
    'people',
    'and on the default ports of all public interfaces',
    'for people: the option `listen`; `npm start` takes 5060 unless told otherwise; not ours yet: TLS'
  ),
  demand(
    '3261§18.2.1-3',
    'MUST',
    'transport',
    'where it listens on UDP it listens on TCP too',
    createStack('RFC 3261 §18.2.1: on the port and interface of UDP it listens on TCP too'),
    createStack('RFC 3261 §18.2.1: a port that is taken for TCP is no port for UDP')
  ),
  demand(
    '3261§18.2.1-4',
    'MUST',
    'transport',
    'looks at the sent-by of the top Via of a request',
    received('RFC 3261 §18.2.1: a sent-by that is %s')
  ),
  demand(
    '3261§18.2.1-5',
    'MUST',
    'transport',
    'adds received when it is a name or not the source address',
    received('RFC 3261 §18.2.1: a sent-by that is %s'),
    receive('RFC 3261 §18.2.1: gets where it came from into its Via')
  ),
  demand(
    '3261§18.2.1-6',
    'MUST',
    'transport',
    'which is the source address',
    received('RFC 3261 §18.2.1: a sent-by that is %s')
  ),
  demand(
    '3261§18.2.2-1',
    'MUST',
    'transport',
    'a response goes where the top Via says, as follows',
    responseTarget('RFC 3261 %s')
  ),
  demand(
    '3261§18.2.2-2',
    'MUST',
    'transport',
    'over a reliable transport on the connection of the request',
    tcp('RFC 3261 §18.2.2: a response goes back on the connection of its request')
  ),
  demand(
    '3261§18.2.2-3',
    'SHOULD',
    'transport',
    'when it is gone, on a new one to received and the port of sent-by',
    tcp('fault F11: a response whose connection is gone goes to received and the port of sent-by'),
    responseTarget('RFC 3261 §18.2.2: %s')
  ),
  demand(
    '3261§18.2.2-4',
    'SHOULD',
    'transport',
    'when that fails, to the addresses of RFC 3263 §5',
    'not ours yet: RFC 3263 §5, the look-up of SRV records'
  ),
  demand(
    '3261§18.2.2-5',
    'MUST',
    'transport',
    'else to maddr and the port of sent-by',
    udp('RFC 3261 §18.2.2: to maddr'),
    responseTarget('RFC 3261 %s')
  ),
  demand(
    '3261§18.2.2-6',
    'SHOULD',
    'transport',
    'with the TTL of ttl, or 1, when that is multicast',
    'not ours yet: multicast; nothing of ours goes to a group (threat V33)'
  ),
  demand(
    '3261§18.2.2-7',
    'MUST',
    'transport',
    'else to received and the port of sent-by',
    udp('RFC 3261 §18.2.2: without rport to received and the port of sent-by'),
    responseTarget('RFC 3261 %s')
  ),
  demand(
    '3261§18.2.2-8',
    'SHOULD',
    'transport',
    'when that fails, to the addresses of RFC 3263 §5',
    'not ours yet: RFC 3263 §5, the look-up of SRV records'
  ),
  demand('3261§18.2.2-9', 'MUST', 'transport', 'without received to the sent-by', responseTarget('RFC 3261 %s'))
];
