/**
 * A message reads the same whether it is written as usual or not: names in lower case, which mean the same (§7.3.1), leave
 * it to the rules of the grammar.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultMessageLimits, type MessageLimits, type ParsedMessage, parseMessage } from '../../src/message/parse.ts';

const fields = {
  Via: 'SIP/2.0/UDP pc33.atlanta.example.com:5060;branch=z9hG4bK776asdhds;rport',
  'Max-Forwards': '70',
  To: '"Bob Jones" <sip:bob@biloxi.example.com;user=phone>',
  From: 'Alice <sip:alice@192.0.2.1:5070>;tag=1928301774',
  'Call-ID': 'a84b4c76e66710@pc33.atlanta.example.com',
  CSeq: '314159 INVITE',
  Contact: '<sip:alice@192.0.2.1>',
  'Content-Length': '4'
};
type Name = keyof typeof fields;

/** The lines of a message, each field with its name, colon and value. */
function linesOf(changed: Partial<Record<Name, string>> = {}): string[] {
  return Object.entries({ ...fields, ...changed }).map(([name, value]) => `${name}: ${value}`);
}

const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));
const message = (
  lines: readonly string[],
  start = 'INVITE sip:bob@biloxi.example.com SIP/2.0',
  body = 'abcd'
): string => [start, ...lines, '', body].join('\r\n');

/** The same message with names that nobody writes so; what is no name stays. */
const unusual = (text: string): string =>
  text.replace(/^(Via|Max-Forwards|To|From|Call-ID|CSeq|Content-Length)(?=[ \t]*:)/gm, (name) => name.toLowerCase());

/** What a message says. */
function said(parsed: ParsedMessage): unknown {
  if (parsed.kind === 'refused') {
    const { code, status, section, field } = parsed.fault;
    return { code, status, section, field, method: parsed.request?.method, count: parsed.request?.fields.length };
  }
  const { kind, startLine, topmostVia, from, to, callId, cseq, body } = parsed;
  const uri = parsed.kind === 'request' ? parsed.requestUri : undefined;
  const values = parsed.fields.map(({ name, value }) => [name, value]);
  // Of the body its length: what looks like a field in it has changed its case too.
  return { kind, startLine, uri, topmostVia, from, to, callId, cseq, values, body: body.length };
}

/** Holds a text against itself in another case. */
function expectSame(text: string, limits?: MessageLimits): unknown {
  const usually = said(parseMessage(latin1(text), limits));
  expect(usually).toEqual(said(parseMessage(latin1(unusual(text)), limits)));
  return usually;
}

describe('RFC 3261 §7.3.1: one field in another way', () => {
  const values: readonly (readonly [Name, ...string[]])[] = [
    [
      'Via',
      ...'SIP/2.0/UDP h|SIP/2.0/TCP 192.0.2.1;branch=z9hG4bK1|SIP/2.0/tcp h|SIP/2.0/TLS h;a=b;c|SIP/2.0/UDP [::1]'.split(
        '|'
      ),
      ...'SIP / 2.0 / UDP h|SIP/3.0/UDP h|SIP/2.0/ h|SIP/2.0|SIP/2.0/UDP|SIP/2.0/UDP\th|SIP/2.0/UDP  h|SIP/2.0/UDP -h'.split(
        '|'
      ),
      ...'SIP/2.0/UDP h:|SIP/2.0/UDP h:65535|SIP/2.0/UDP h:65536|SIP/2.0/UDP h:123456|SIP/2.0/UDP h : 5060'.split('|'),
      ...'SIP/2.0/UDP h;rport=1|SIP/2.0/UDP h;RPORT|SIP/2.0/UDP h;maddr=h|SIP/2.0/UDP h;ttl=1|SIP/2.0/UDP h;ttl=x'.split(
        '|'
      ),
      ...'SIP/2.0/UDP h;received=192.0.2.1|SIP/2.0/UDP h;branch=z9hG4bK|SIP/2.0/UDP h;branch|SIP/2.0/UDP h;BRANCH=a'.split(
        '|'
      ),
      ...'SIP/2.0/UDP h;branch="a"|SIP/2.0/UDP h;branch=a b|SIP/2.0/UDP h;;a|SIP/2.0/UDP h;a=|SIP/2.0/UDP h;a;A'.split(
        '|'
      ),
      ...'SIP/2.0/UDP h, SIP/2.0/UDP i|SIP/2.0/UDP h;branch=abcdef;x=[::1]|SIP/2.0/UDP h ;a|SIP/2.0/UDP h;a =b'.split(
        '|'
      ),
      'SIP/2.0/UDP h;branch=abcdefg1;a=1;b=2;c=3;d=4',
      `SIP/2.0/UDP h${';a'.repeat(300)}`,
      `SIP/2.0/UDP h${Array.from({ length: 300 }, (_, n) => `;p${String(n)}`).join('')}`
    ],
    [
      'From',
      ...'<sip:a>|sip:a@b;tag=1|<sip:a>;tag|<sip:a>;TAG=1|<sip:a>;tag="1"|<sip:a>;tag=1;tag=2|<sip:a>;abc=1;tag=2'.split(
        '|'
      ),
      ...'A B <sip:a>|"" <sip:a>|"A<sip:a>|"A\\"" <sip:a>|"A"<sip:a>|A<sip:a>|"\u00c3\u00a4" <sip:a>|"\x01" <sip:a>'.split(
        '|'
      ),
      ...'<sips:a>|<SIP:a>|<sip:a%20b@c>|<sip:a:b@c>|<sip:a@b?c=d>|<sip:[::1]>|<sip:a;b=c;d>|<sip:a;b;B>|<sip:a;b=>'.split(
        '|'
      ),
      ...'<sip:a;>|<sip:a:>|<sip:a:70000>|<sip:@a>|<sip:a>x|<sip:a|<sip:a > |A|<>|"A"|"A" |<sip:a;b%20=c>|<tel:+1>'.split(
        '|'
      ),
      ...'<sip:a>\t|<sip:a>;tag=1 |  <sip:a>|<sip:192.0.2.1;transport=udp>;tag=1|<sip:-a>|<sip:1.2.3.256>'.split('|'),
      `<sip:a${Array.from({ length: 300 }, (_, n) => `;p${String(n)}`).join('')}>`
    ],
    ['To', '', '<sip:a>;tag=x', '*'],
    ['Call-ID', ...'a|a@b|a@|@|a@b@c|a b|\u00e4|'.split('|')],
    [
      'CSeq',
      ...'1 INVITE|1  INVITE|1\tINVITE|1|INVITE|1 |2147483648 INVITE|12345678901 INVITE|1 BYE|1 INVITE x|1 (|'.split(
        '|'
      )
    ],
    ['Content-Length', ...'0|3|5|99999999999|x||-1|3 |1 2'.split('|')],
    ['Max-Forwards', ...'0|x||70 |12345678901'.split('|')],
    ['Contact', '', 'a\r\n b', 'a\nb', 'a\rb']
  ];
  test.each(values.flatMap(([name, ...all]) => all.map((value) => [name, value] as const)))('%s: %j', (name, value) => {
    expectSame(message(linesOf({ [name]: value })));
    expectSame(message(linesOf({ [name]: value }).map((line) => line.replace(': ', ':'))));
  });

  test('left out, come twice, or come last', () => {
    for (const name of Object.keys(fields) as Name[]) {
      const lines = linesOf();
      const line = `${name}: ${fields[name]}`;
      expectSame(message(lines.filter((other) => other !== line)));
      expectSame(message([...lines, line]));
      expectSame(message([...lines.filter((other) => other !== line), line], undefined, ''));
    }
  });

  test('a line that is none, white space before a colon, a compact name, a name of any token', () => {
    for (const line of [
      'x',
      ': x',
      'X : y',
      'v: SIP/2.0/UDP h',
      'F: <sip:a>',
      'x_y: z',
      'Via : SIP/2.0/UDP h',
      'Cont: x'
    ])
      expectSame(message([line, ...linesOf()]));
  });
});

test.each([
  'INVITE sip:bob@h SIP/2.0',
  'INVITE sips:bob@h SIP/2.0',
  'INVITE sip:a%20b@h SIP/2.0',
  'INVITE sip:bob@h;a=b SIP/2.0',
  'INVITE sip:bob@h?a=b SIP/2.0',
  'INVITE sip:bob@h SIP/2.1',
  'INVITE sip:bob@h SIP/2.0 ',
  'INVITE sip:bob@h  SIP/2.0',
  'INVITE sip:bob@h',
  'INVITE  sip:bob@h SIP/2.0',
  'INVITE',
  ' INVITE sip:bob@h SIP/2.0',
  'invite sip:bob@h sip/2.0',
  'INVITE tel:+1 SIP/2.0',
  'SIP/2.0 200 OK',
  'OPTIONS sip:bob@h SIP/2.0',
  'FOO sip:bob@h SIP/2.0',
  `${'X'.repeat(65)} sip:bob@h SIP/2.0`,
  `INVITE sip:${'x'.repeat(2048)}@h SIP/2.0`,
  'INVITE sip:bob@h\nSIP/2.0',
  '\r\n\r\nINVITE sip:bob@h SIP/2.0'
])('RFC 3261 §7.1: begins with %j', (start) => {
  expectSame(message(linesOf(), start));
});

test('RFC 3261 §7.3: with limits that it meets, and that it does not', () => {
  const text = message(linesOf());
  for (const limits of [
    { line: 40 },
    { uri: 20 },
    { method: 5 },
    { fields: 8 },
    { fields: 7 },
    { token: 10 },
    { token: 16 }
  ])
    expectSame(text, { ...defaultMessageLimits, ...limits });
});

test('RFC 3261 §25.1: NULs, and a message that ends too soon', () => {
  const text = message(linesOf());
  expectSame(text.replace('Bob Jones', 'Bob\\\0'));
  expectSame(text.replace('abcd', 'ab\0d'));
  for (let length = 0; length < text.length; length++) expectSame(text.slice(0, length));
});

test('whatever is changed in it', () => {
  const text = message(linesOf());
  const pieces = fc.constantFrom(
    ...' |\t|\r\n|\r|\n|;|:|,|<|>|"|@|=|%|\\|[|a|Z|1|sip:|;tag=|;rport|\u00e4'.split('|'),
    ''
  );
  const change = fc.tuple(fc.nat(text.length), fc.nat(3), pieces);
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
      let changed = text;
      for (const [at, gone, piece] of changes) changed = changed.slice(0, at) + piece + changed.slice(at + gone);
      expectSame(changed);
    }),
    { numRuns: 3000 }
  );
});

test('a usual one is read as what it is', () => {
  expect(expectSame(message(linesOf()))).toMatchObject({
    kind: 'request',
    uri: { scheme: 'sip', user: 'bob', host: 'biloxi.example.com' },
    topmostVia: { transport: 'UDP', host: 'pc33.atlanta.example.com', port: 5060, branch: 'z9hG4bK776asdhds' },
    from: { displayName: 'Alice', uri: { host: '192.0.2.1', port: 5070 }, tag: '1928301774' },
    to: { displayName: 'Bob Jones', tag: undefined },
    callId: 'a84b4c76e66710@pc33.atlanta.example.com',
    cseq: { sequence: 314159, method: 'INVITE' },
    body: 4
  });
});
