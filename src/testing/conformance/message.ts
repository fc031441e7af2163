/** What parser and transport of a server have to do: RFC 3261 §7, §18, RFC 3581. */
import type { Scenario } from './scenario.ts';
import { expectFinal, expectStatus, ignore, send, silence, strayBye } from './steps.ts';

const common = { layer: 'message', role: 'UAS' } as const;

/** A BYE of no dialog in compact form, folded, and in strange case. */
const compact = (text: string): string =>
  text
    .replace(/^Via: SIP\/2.0\/(\S+) /m, 'v:\r\n  SIP / 2.0 / $1\r\n\t')
    .replace(/^From: /m, 'f : ')
    .replace(/^To: /m, 't: ')
    .replace(/^Call-ID: /m, 'i:')
    .replace(/^CSeq: (\d+) /m, 'cSEQ: $1\r\n   ')
    .replace(/^Content-Length: /m, 'l: ');

export const messageScenarios: readonly Scenario[] = [
  {
    ...common,
    name: 'compact names, folded lines and names in any case are read',
    clauses: ['RFC 3261 §7.3.3', 'RFC 3261 §7.3.1'],
    over: ['UDP', 'TCP'],
    steps: [send('BYE', (exchange) => compact(strayBye(exchange))), expectFinal('BYE')]
  },
  {
    ...common,
    name: 'empty lines before a message are passed over',
    clauses: ['RFC 3261 §7.5'],
    over: ['UDP', 'TCP'],
    steps: [send('BYE', (exchange) => `\r\n\r\n${strayBye(exchange)}`), expectFinal('BYE')]
  },
  {
    ...common,
    name: 'what follows the body of a datagram is ignored',
    clauses: ['RFC 3261 §18.3'],
    over: ['UDP'],
    steps: [
      send('BYE', (exchange) => `${strayBye(exchange)}${exchange.request('OPTIONS', { sequence: 2 })}`),
      expectFinal('BYE'),
      silence(1000)
    ]
  },
  {
    ...common,
    name: 'a datagram that ends before its body does gets 400',
    clauses: ['RFC 3261 §18.3'],
    over: ['UDP'],
    steps: [
      send('OPTIONS', (exchange) => exchange.request('OPTIONS', { body: 'x', length: 100 })),
      expectStatus(400, 'OPTIONS')
    ]
  },
  {
    ...common,
    name: 'two requests in one piece of a stream are both answered',
    clauses: ['RFC 3261 §18.3'],
    over: ['TCP'],
    steps: [
      send('BYE twice', (exchange) => {
        const second = exchange.request('BYE', { to: `<${exchange.uriOf('answering')}>;tag=nobody`, sequence: 2 });
        return strayBye(exchange) + second;
      }),
      expectFinal('BYE'),
      expectFinal('BYE', {
        check: ({ message }) => (message.cseq.sequence === 2 ? undefined : 'the second was not answered second')
      })
    ]
  },
  {
    ...common,
    name: 'a version that nobody knows gets 505',
    clauses: ['RFC 3261 §21.5.6'],
    over: ['UDP'],
    steps: [
      send('OPTIONS', (exchange) => exchange.request('OPTIONS', { version: 'SIP/7.0' })),
      expectStatus(505, 'OPTIONS')
    ]
  },
  {
    ...common,
    name: 'a CSeq that names another method gets 400',
    clauses: ['RFC 3261 §8.1.1.5', 'RFC 4475 §3.1.2.17'],
    over: ['UDP'],
    steps: [
      send('OPTIONS', (exchange) => exchange.request('OPTIONS').replace(/^(CSeq: \d+) .*/m, '$1 INVITE')),
      expectStatus(400, 'INVITE')
    ]
  },
  {
    ...common,
    name: 'messages that can not be read do no harm: the next request is answered',
    clauses: ['RFC 3261 §18.3', 'RFC 4475 §3.1.2'],
    over: ['UDP'],
    steps: [
      ...[
        (text: string) => text.replace(/^CSeq: .*/m, 'CSeq: abcdefg'),
        (text: string) => text.replace(/^Via: .*/m, 'Via: nonsense'),
        (text: string) => text.replace(/^From: .*/m, 'From: <<<"'),
        (text: string) => text.replace(/^To: .*\r\n/m, ''),
        (text: string) => text.replace(/^Content-Length: .*/m, 'Content-Length: -1'),
        (text: string) => text.replace(/^Call-ID: .*\r\n/m, ''),
        () => '\u0000\u0001\u0002',
        () => 'INVITE\r\n\r\n'
      ].map((spoil) => send('nonsense', (exchange) => spoil(exchange.request('OPTIONS')))),
      ignore(500),
      send('BYE', strayBye),
      expectFinal('BYE')
    ]
  },
  {
    ...common,
    name: 'a response goes back to the port that rport asks for, and says where from the request came',
    clauses: ['RFC 3581 §4', 'RFC 3261 §18.2.1'],
    over: ['UDP'],
    steps: [
      send('BYE', (exchange) =>
        exchange.request('BYE', {
          vias: [`SIP/2.0/UDP other.invalid:9;rport;branch=${exchange.branch('rport')}`],
          to: `<${exchange.uriOf('answering')}>;tag=nobody`
        })
      ),
      expectFinal('BYE', {
        check: ({ message: { topmostVia } }, { local }) => {
          const { parameters } = topmostVia;
          if (parameters.get('received') !== local.host)
            return `received is ${parameters.get('received') ?? 'not there'}`;
          return parameters.get('rport') === String(local.port)
            ? undefined
            : `rport is ${parameters.get('rport') ?? 'not there'}`;
        }
      })
    ]
  },
  {
    ...common,
    name: 'a sent-by that is not the source gets received',
    clauses: ['RFC 3261 §18.2.1'],
    over: ['UDP'],
    steps: [
      send('BYE', (exchange) =>
        exchange.request('BYE', {
          vias: [exchange.via(exchange.branch('received'), `other.invalid:${String(exchange.local.port)}`)],
          to: `<${exchange.uriOf('answering')}>;tag=nobody`
        })
      ),
      expectFinal('BYE', {
        check: ({ message: { topmostVia } }, { local }) =>
          topmostVia.parameters.get('received') === local.host
            ? undefined
            : `received is ${topmostVia.parameters.get('received') ?? 'not there'}`
      })
    ]
  }
];
