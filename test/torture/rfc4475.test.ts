import { describe, expect, test } from 'vitest';
import { Fault } from '../../src/message/fault.ts';
import { formatMessage } from '../../src/message/format.ts';
import type { Header } from '../../src/message/header.ts';
import { accept } from '../../src/message/headers/accept.ts';
import { contact } from '../../src/message/headers/contact.ts';
import { contentType } from '../../src/message/headers/content-type.ts';
import { maxForwards } from '../../src/message/headers/max-forwards.ts';
import type { NameAddr } from '../../src/message/headers/name-addr.ts';
import { proxyRequire } from '../../src/message/headers/proxy-require.ts';
import { recordRoute } from '../../src/message/headers/record-route.ts';
import { require } from '../../src/message/headers/require.ts';
import { retryAfter } from '../../src/message/headers/retry-after.ts';
import { route } from '../../src/message/headers/route.ts';
import { via } from '../../src/message/headers/via.ts';
import type { SipMessage, SipRequest, SipResponse } from '../../src/message/message.ts';
import { parseMessage } from '../../src/message/parse.ts';
import { isSipUri, type SipUri, type Uri } from '../../src/message/index.ts';
import { decodeUtf8 } from '../../src/syntax/utf8.ts';
import { datagramTarget } from '../../src/transport/response-target.ts';
import { type Frame, StreamFramer } from '../../src/transport/framing/stream.ts';
import { Endpoint } from '../support/endpoint.ts';
import { judge } from './judge.ts';
import { torture } from './messages.ts';
import { rfc4475, rowsOf } from './verdicts.ts';

const bytesOf = (name: string): Uint8Array => torture('rfc4475', name);
const latin1 = new TextDecoder('latin1');

function message(name: string): SipMessage {
  const parsed = parseMessage(bytesOf(name));
  if (parsed.kind === 'refused') throw new Error(parsed.fault.toString());
  return parsed;
}
const request = (name: string): SipRequest => message(name) as SipRequest;
const response = (name: string): SipResponse => message(name) as SipResponse;

function all<T>(name: string, header: Header<T>): readonly T[] {
  const values = message(name).all(header);
  if (values instanceof Fault) throw new Error(values.toString());
  return values;
}
const sip = (uri: Uri): SipUri => {
  if (!isSipUri(uri)) throw new Error(uri.text);
  return uri;
};
const contacts = (name: string): readonly NameAddr[] => all(name, contact).filter((value) => value !== '*');
const value = (name: string, field: string): string | undefined => message(name).field(field)?.value;

describe('RFC 4475: the verdicts', () => {
  judge({
    suite: 'rfc4475',
    rfc: 'RFC 4475',
    verdicts: rfc4475,
    pending: [
      'wsinv P: forward, unknown fields unchanged (pending: proxy)',
      'intmeth P: forward, or 404 (pending: proxy)',
      'esc01 P: forward (pending: proxy)',
      'escnull P: forward (pending: proxy)',
      'escnull R: 200, two bindings (pending: registrar)',
      'esc02 P: forward, or 404 (pending: proxy)',
      'lwsdisp P: forward (pending: proxy)',
      'longreq P: forward (pending: proxy)',
      'dblreq P: forward, without the INVITE (pending: proxy)',
      'dblreq R: 200, the INVITE is noise (pending: registrar)',
      'semiuri P: forward (pending: proxy)',
      'transports P: forward (pending: proxy)',
      'mpart01 P: forward (pending: proxy)',
      'unreason P: forward (pending: proxy)',
      'noreason P: forward (pending: proxy)',
      'baddate P: forward (pending: proxy)',
      'regbadct P: forward (pending: proxy)',
      'regbadct R: 400 (pending: registrar)',
      'unkscm P: 416 (pending: proxy)',
      'novelsc P: 416, or 404 (pending: proxy)',
      'unksm2 P: forward (pending: proxy)',
      'unksm2 R: 400 (pending: registrar)',
      'bext01 P: 420, for Proxy-Require (pending: proxy)',
      'invut P: forward (pending: proxy)',
      'regaut01 P: forward, Authorization unchanged (pending: proxy)',
      'regaut01 R: 401, or as without (pending: registrar)',
      'bcast P: drop (pending: proxy)',
      'zeromf P: 483, or 200 as itself (pending: proxy)',
      'cparam01 P: forward (pending: proxy)',
      'cparam01 R: 200, unknownparam is the Contact’s (pending: registrar)',
      'cparam02 P: forward (pending: proxy)',
      'cparam02 R: 200, unknownparam is the URI’s (pending: registrar)',
      'regescrt P: forward (pending: proxy)',
      'regescrt R: 200, the escaped Route is kept (pending: registrar)',
      'sdp01 P: forward (pending: proxy)',
      'inv2543 U: offer (pending: user agent)',
      'inv2543 P: forward (pending: proxy)'
    ],
    counts: { now: 88, 'pending: proxy': 28, 'pending: registrar': 8, 'pending: user agent': 1, 'not asked': 22 }
  });

  test('the sections are the RFC’s, and 49 messages have three rows each', () => {
    expect(new Set(Object.values(rfc4475).map(({ section }) => section)).size).toBe(49);
    expect(rowsOf(rfc4475)).toHaveLength(3 * 49);
  });

  test.each([
    // §3.4.1: RFC 3261 §8.1.1.8 demands a Contact, which RFC 2543 did not.
    ['inv2543', ['SIP/2.0 400 Bad Request'], 0]
  ] as const)('what waits for the user agent is not there yet: %s', (name, lines, offers) => {
    const { lines: said, offered } = new Endpoint().take(bytesOf(name));
    expect([said, offered.length]).toEqual([lines, offers]);
  });
});

describe('RFC 4475 §3.1.1: what sound messages say', () => {
  test('RFC 4475 §3.1.1.1: wsinv', () => {
    const { from, to, cseq, topmostVia, requestUri } = request('wsinv');
    expect(from).toMatchObject({ displayName: 'J Rosenberg \\"', tag: '98asjd8' });
    expect(to).toMatchObject({ displayName: undefined, tag: '1918181833n' });
    expect(cseq).toEqual({ sequence: 9, method: 'INVITE' });
    expect(topmostVia).toMatchObject({ transport: 'UDP', host: '192.0.2.2', branch: '390skdjuw' });
    expect(sip(requestUri).parameters.get('unknownparam')).toBe('');
    expect(request('wsinv').one(maxForwards)).toBe(68);
    expect(all('wsinv', via).map(({ transport, host, branch }) => [transport, host, branch])).toEqual([
      ['UDP', '192.0.2.2', '390skdjuw'],
      ['TCP', 'spindle.example.com', 'z9hG4bK9ikj8'],
      ['UDP', '192.168.255.111', 'z9hG4bK30239']
    ]);
    expect(value('wsinv', 'Subject')).toBe('');
    expect(value('wsinv', 'NewFangledHeader')).toBe('newfangled value continued newfangled value');
    expect(value('wsinv', 'UnknownHeaderWithUnusualValue')).toBe(';;,,;;,;');
    const [hop] = all('wsinv', route);
    expect(sip(hop!.uri).parameters.toString()).toBe(';lr;unknownwith=value;unknown-no-value');
    const [caller] = contacts('wsinv');
    expect(caller).toMatchObject({ displayName: 'Quoted string ""', uri: { text: 'sip:jdrosen@example.com' } });
    expect([...caller!.parameters]).toEqual([
      ['newparam', 'newvalue'],
      ['secondparam', ''],
      ['q', '0.33']
    ]);
    expect(request('wsinv').body).toHaveLength(150);
  });

  test('RFC 4475 §3.1.1.2: intmeth', () => {
    const { method, requestUri, topmostVia, to, from, callId } = request('intmeth');
    expect(method).toBe("!interesting-Method0123456789_*+`.%indeed'~");
    expect(sip(requestUri)).toMatchObject({
      user: "1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*",
      password: "&it+has=1,weird!*pas$wo~d_too.(doesn't-it)",
      host: 'example.com'
    });
    expect(topmostVia.branch).toBe("z9hG4bK-.!%66*_+`'~");
    expect(to.displayName).toBe('BEL:\x07 NUL:\0 DEL:\x7f');
    expect(sip(to.uri).user).toBe("1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*");
    expect(from).toMatchObject({ displayName: "token1~` token2'+_ token3*%!.-", tag: "_token~1'+`*%!-." });
    expect(decodeUtf8(from.parameters.get("fromParam''~+*_!.-%")!)).toBe('"работающий"');
    expect(callId).toBe('intmeth.word%ZK-!.*_+\'@word`~)(><:\\/"][?}{');
    expect(decodeUtf8(value('intmeth', "extensionHeader-!.%*+_`'~")!)).toBe('\ufeff大停電');
    expect(request('intmeth').one(maxForwards)).toBe(255);
  });

  test('RFC 4475 §3.1.1.3: esc01: escapes stay as they are written', () => {
    expect(sip(request('esc01').requestUri)).toMatchObject({ user: 'sips%3Auser%40example.com', host: 'example.net' });
    expect(sip(request('esc01').to.uri).user).toBe('%75se%72');
    expect(sip(request('esc01').from.uri).user).toBe('I%20have%20spaces');
    const [caller] = contacts('esc01');
    expect([...sip(caller!.uri).parameters]).toEqual([
      ['%6C%72', ''],
      ['n%61me', 'v%61lue%25%34%31']
    ]);
  });

  test('RFC 4475 §3.1.1.4: escnull: an escaped NUL ends nothing, and two of them are not one', () => {
    expect(sip(request('escnull').to.uri).user).toBe('null-%00-null');
    expect(contacts('escnull').map(({ uri }) => sip(uri).user)).toEqual(['%00', '%00%00']);
  });

  test('RFC 4475 §3.1.1.5: esc02: % is a character like others in a method, a name and a field’s name', () => {
    expect(request('esc02').method).toBe('RE%47IST%45R');
    expect(request('esc02').to.displayName).toBe('%Z%45');
    expect(contacts('esc02').map(({ uri }) => sip(uri).user)).toEqual(['alias1', 'alias3']);
    expect(value('esc02', 'C%6Fntact')).toBe('<sip:alias2@host2.example.com>');
  });

  test('RFC 4475 §3.1.1.6: lwsdisp', () => {
    expect(request('lwsdisp').from).toMatchObject({ displayName: 'caller', uri: { text: 'sip:caller@example.com' } });
  });

  test('RFC 4475 §3.1.1.7: longreq', () => {
    const { to, from, callId, topmostVia } = request('longreq');
    expect(to.displayName).toBe(`I have a user name of ${'extreme'.repeat(10)} proportion`);
    expect(sip(to.uri).parameters.size).toBe(3);
    expect(from.tag).toBe(`12${'982'.repeat(50)}424`);
    expect(callId).toBe(`longreq.one${'really'.repeat(20)}longcallid`);
    expect(topmostVia).toMatchObject({ host: 'sip33.example.com', branch: undefined });
    const vias = all('longreq', via);
    expect(vias).toHaveLength(34);
    expect(vias.at(-1)?.branch).toBe(`very${'long'.repeat(50)}branchvalue`);
    expect(sip(contacts('longreq')[0]!.uri).user).toBe('amazinglylongcallername'.repeat(5));
  });

  test('RFC 4475 §3.1.1.8: dblreq: what is behind the body is not there', () => {
    expect(request('dblreq').body).toHaveLength(0);
    expect(latin1.decode(formatMessage(request('dblreq')))).not.toContain('INVITE');
  });

  test('RFC 4475 §3.1.1.9: semiuri', () => {
    expect(sip(request('semiuri').requestUri)).toMatchObject({ user: 'user;par=u%40example.net', host: 'example.com' });
    expect(all('semiuri', accept).map(({ type, subtype }) => `${type}/${subtype}`)).toEqual([
      'application/sdp',
      'application/pkcs7-mime',
      'multipart/mixed',
      'multipart/signed',
      'message/sip',
      'message/sipfrag'
    ]);
  });

  test('RFC 4475 §3.1.1.10: transports', () => {
    expect(all('transports', via).map(({ transport }) => transport)).toEqual(['UDP', 'SCTP', 'TLS', 'UNKNOWN', 'TCP']);
  });

  test('RFC 4475 §3.1.1.11: mpart01: the body is bytes, NULs and all', () => {
    const { body } = request('mpart01');
    expect(body).toHaveLength(553);
    expect(body.filter((byte) => byte === 0)).toHaveLength(2);
    const type = request('mpart01').one(contentType);
    if (type === undefined || type instanceof Fault) throw new Error(String(type));
    expect([type.type, type.subtype, type.parameters.get('boundary')]).toEqual([
      'multipart',
      'mixed',
      '7a9cbec02ceef655'
    ]);
  });

  test('RFC 4475 §3.1.1.12, §3.1.1.13: reason phrases', () => {
    expect(decodeUtf8(response('unreason').reason)).toBe('= 2**3 * 5**2 но сто девяносто девять - простое');
    expect(response('noreason')).toMatchObject({ status: 100, reason: '' });
    expect(latin1.decode(formatMessage(response('noreason')))).toMatch(/^SIP\/2\.0 100 \r\n/);
  });
});

describe('RFC 4475 §3.1.2, §3.3: what only its reader finds', () => {
  test.each([
    ['3.1.2.13', 'regbadct', contact],
    ['3.1.2.5', 'scalarlg', retryAfter]
  ] as const)('RFC 4475 §%s: %s: the field is malformed when it is read', (_section, name, header: Header<unknown>) => {
    const text = latin1.decode(bytesOf(name)).replace(/^CSeq: \d+/m, 'CSeq: 1');
    const parsed = parseMessage(Uint8Array.from(text, (character) => character.charCodeAt(0)));
    if (parsed.kind === 'refused') throw new Error(parsed.fault.toString());
    expect(header.list ? parsed.all(header) : parsed.one(header)).toMatchObject({ code: 'malformed-field' });
  });
  test('RFC 4475 §3.1.2.4: scalar02: so would the others be, were CSeq sound', () => {
    const text = latin1.decode(bytesOf('scalar02')).replace(/^CSeq: \d+/m, 'CSeq: 1');
    const parsed = parseMessage(new TextEncoder().encode(text)) as SipRequest;
    expect(parsed.one(maxForwards)).toMatchObject({ code: 'malformed-field', status: 400 });
  });
  test('RFC 4475 §3.1.2.12: baddate: a Date that nobody reads goes on as it came', () => {
    expect(value('baddate', 'Date')).toBe('Fri, 01 Jan 2010 16:00:00 EST');
  });
  test('RFC 4475 §3.3.4: unksm2: any scheme in To, From and Contact', () => {
    const { to, from } = request('unksm2');
    expect([to.uri.text, from.uri.text]).toEqual(['isbn:2983792873', 'http://www.example.com']);
    expect(contacts('unksm2').map(({ uri }) => uri)).toEqual([{ scheme: 'name', text: 'name:John_Smith' }]);
  });
  test('RFC 4475 §3.3.5: bext01: what is required of whom', () => {
    expect(all('bext01', require)).toEqual(['nothingSupportsThis', 'nothingSupportsThisEither']);
    expect(all('bext01', proxyRequire)).toEqual(['noProxiesSupportThis', 'norDoAnyProxiesSupportThis']);
  });
  test('RFC 4475 §3.3.7: regaut01: a scheme that nobody knows', () => {
    expect(value('regaut01', 'Authorization')).toBe('NoOneKnowsThisScheme opaque-data=here');
  });
  test('RFC 4475 §3.3.10: bcast: nothing is sent to the second Via', () => {
    const vias = all('bcast', via);
    expect(vias.map(({ host }) => host)).toEqual(['192.0.2.198', '255.255.255.255']);
    expect(datagramTarget(vias[1]!)).toBeUndefined();
  });
  test('RFC 4475 §3.3.11: zeromf', () => {
    expect(request('zeromf').one(maxForwards)).toBe(0);
  });
  test('RFC 4475 §3.3.12, §3.3.13, §3.3.14: whose parameter it is', () => {
    const [first] = contacts('cparam01');
    expect([sip(first!.uri).parameters.toString(), first!.parameters.toString()]).toEqual(['', ';unknownparam']);
    const [second] = contacts('cparam02');
    expect([sip(second!.uri).parameters.toString(), second!.parameters.toString()]).toEqual([';unknownparam', '']);
    const [third] = contacts('regescrt');
    expect(sip(third!.uri).headers).toBe('Route=%3Csip:sip.example.com%3E');
    expect(third!.uri.text).toBe('sip:user@example.com?Route=%3Csip:sip.example.com%3E');
  });
  test('RFC 4475 §3.4.1: inv2543: no branch, no From tag, no Content-Length, no Max-Forwards', () => {
    const { topmostVia, from, body } = request('inv2543');
    expect([topmostVia.branch, from.tag, request('inv2543').one(maxForwards)]).toEqual([
      undefined,
      undefined,
      undefined
    ]);
    expect(latin1.decode(body)).toMatch(/^v=0\r\n[\s\S]*RTP\/AVP 0\r\n$/);
    expect(all('inv2543', recordRoute)).toHaveLength(1);
  });
});

describe('RFC 4475: what an answer says', () => {
  const field = (name: string, wanted: string): string | undefined => {
    const [answer] = new Endpoint().take(bytesOf(name)).sent;
    if (answer?.kind !== 'response') throw new Error(answer?.kind);
    return answer.field(wanted)?.value;
  };
  test.each(['intmeth', 'esc02', 'mpart01', 'regaut01'])('RFC 3261 §21.4.6, §21.5.2: %s: Allow', (name) => {
    expect(field(name, 'Allow')).toBe('INVITE, ACK, CANCEL, BYE, OPTIONS');
  });
  test('RFC 4475 §3.3.5: bext01: Unsupported has what Require had', () => {
    expect(field('bext01', 'Unsupported')).toBe('nothingSupportsThis, nothingSupportsThisEither');
  });
  test('RFC 4475 §3.3.6: invut: Accept', () => {
    expect(field('invut', 'Accept')).toBe('application/sdp');
  });
  test('RFC 4475 §3.1.1.2: intmeth: the fields that every response copies are the same bytes', () => {
    const { lines, sent } = new Endpoint().take(bytesOf('intmeth'));
    const [answer] = sent;
    if (answer?.kind !== 'response') throw new Error(lines[0]);
    expect(answer.from).toEqual(request('intmeth').from);
    expect(answer.to.displayName).toBe('BEL:\x07 NUL:\0 DEL:\x7f');
    expect(answer.callId).toBe(request('intmeth').callId);
  });
});

describe('RFC 4475: on a stream', () => {
  const framed = (name: string): { readonly frames: readonly Frame[]; readonly framer: StreamFramer } => {
    const framer = new StreamFramer();
    return { frames: framer.push(bytesOf(name)), framer };
  };
  test('RFC 4475 §3.1.2.2: clerr: the rest is waited for', () => {
    const { frames, framer } = framed('clerr');
    expect([frames, framer.pending]).toEqual([[], true]);
  });
  test('RFC 4475 §3.1.1.8: dblreq: two messages; the second is longer than its Content-Length says', () => {
    const { frames } = framed('dblreq');
    expect(frames.map(({ kind }) => kind)).toEqual(['message', 'pong', 'message', 'fault']);
  });
  test.each([
    ['3.1.2.3', 'ncl'],
    ['3.3.9', 'mcl01']
  ])('RFC 4475 §%s: %s: 400, and the connection is closed', (_section, name) => {
    const [frame] = framed(name).frames;
    if (frame?.kind !== 'fault' || frame.bytes === undefined) throw new Error(frame?.kind);
    const endpoint = new Endpoint('TCP');
    expect(endpoint.take(frame.bytes, frame.fault)).toMatchObject({
      lines: ['SIP/2.0 400 Bad Request'],
      counted: ['refused'],
      closed: true
    });
  });
  test('RFC 4475 §3.4.1: inv2543: a message without Content-Length has no end (§18.3)', () => {
    const [frame] = framed('inv2543').frames;
    if (frame?.kind !== 'fault' || frame.bytes === undefined) throw new Error(frame?.kind);
    expect(new Endpoint('TCP').take(frame.bytes, frame.fault)).toMatchObject({ closed: true });
  });
  test.each(Object.keys(rfc4475).filter((name) => !['clerr', 'dblreq', 'ncl', 'mcl01', 'inv2543'].includes(name)))(
    '%s is framed as one message',
    (name) => {
      const [frame] = framed(name).frames;
      if (frame?.kind !== 'message') throw new Error(frame?.kind);
      expect(bytesOf(name).subarray(0, frame.bytes.length)).toEqual(frame.bytes);
    }
  );
});
