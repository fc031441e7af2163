import { describe, expect, test } from 'vitest';
import { makeField } from '../../src/message/field.ts';
import { buildRefusal, buildResponse } from '../../src/message/response.ts';
import { parseMessage } from '../../src/message/parse.ts';
import { UsageError } from '../../src/message/usage-error.ts';
import { bytesOf, invite, ok, rawBytes, refused, request, withLine, withLines, written } from './samples.ts';

const lines = (text: string): string[] => text.split('\r\n');

describe('§8.2.6: generating the response', () => {
  const vias = withLine('Via', 'v: SIP/2.0/UDP a;branch=z9hG4bK1 , SIP/2.0/UDP b', 'Via : SIP/2.0/TCP c');

  test('§8.2.6.2: From, Call-ID, CSeq and Via equal those of the request; To gets our tag', () => {
    expect(lines(written(buildResponse(request(vias), 180, { toTag: '314159' })))).toEqual([
      'SIP/2.0 180 Ringing',
      'v: SIP/2.0/UDP a;branch=z9hG4bK1 , SIP/2.0/UDP b',
      'Via : SIP/2.0/TCP c',
      'To: "Bob" <sip:bob@biloxi.com>;tag=314159',
      'From: Alice <sip:alice@atlanta.com>;tag=1928301774',
      'Call-ID: a84b4c76e66710',
      'CSeq: 314159 INVITE',
      'Content-Length: 0',
      '',
      ''
    ]);
  });
  test('§8.2.6.2: a To that has a tag is copied as it came', () => {
    const tagged = request(withLine('To', 't:Bob<sip:bob@biloxi.com> ; Tag=1'));
    const response = buildResponse(tagged, 200, { toTag: '2' });
    expect(response.field('To')?.line).toBe('t:Bob<sip:bob@biloxi.com> ; Tag=1');
    expect(response.to.tag).toBe('1');
    expect(buildResponse(request(invite), 200).field('To')?.line).toBe('To: Bob <sip:bob@biloxi.com>');
  });
  test('§8.2.6.1: a 100 carries the Timestamp back, and no tag of ours; others do neither', () => {
    const stamped = request(withLines('Timestamp: 54'));
    const trying = buildResponse(stamped, 100, { toTag: '1' });
    expect(trying.field('Timestamp')?.value).toBe('54');
    expect(trying.to.tag).toBeUndefined();
    expect(buildResponse(stamped, 180, { toTag: '1' }).field('Timestamp')).toBeUndefined();
  });
  test.each([
    ['54', 200, '54 0.2'],
    ['54.5 1.5', 3500, '54.5 3.5'],
    ['noon', 200, 'noon']
  ])('§8.2.6.1: Timestamp %s, after %i ms: %s', (value, delay, expected) => {
    const trying = buildResponse(request(withLines(`Timestamp: ${value}`)), 100, { delay });
    expect(trying.field('Timestamp')?.value).toBe(expected);
  });
  test('a reason, fields and a body of our own', () => {
    const response = buildResponse(request(invite), 200, {
      reason: 'Fine',
      fields: [makeField('Contact', '<sip:a@b>')],
      body: new Uint8Array([1, 2])
    });
    expect(response.startLine).toBe('SIP/2.0 200 Fine');
    expect(response.field('Contact')?.value).toBe('<sip:a@b>');
    expect(response.body).toHaveLength(2);
  });
  test.each([99, 700, 0, -200, 200.5, Number.NaN])('%d is no status', (status) => {
    expect(() => buildResponse(request(invite), status)).toThrow(
      expect.objectContaining({ code: 'ERR_SIP_INVALID_STATUS' })
    );
  });
  test.each(['', 'a b', '"a"', 'a;b'])('%j is no tag', (toTag) => {
    expect(() => buildResponse(request(invite), 200, { toTag })).toThrow(UsageError);
  });
  test('RFC 4475 §3.1.1.2: a NUL in the display name of a peer is answered, not thrown at us', () => {
    const nul = request(withLine('To', 'To: "BEL:\\\x07 NUL:\\\0 DEL:\\\x7f" <sip:bob@biloxi.com>'));
    const response = buildResponse(nul, 501, { toTag: '1' });
    expect(response.field('To')?.value).toBe('"BEL:\\\x07 NUL:\\\0 DEL:\\\x7f" <sip:bob@biloxi.com>;tag=1');
    expect(parseMessage(rawBytes(written(response)))).toMatchObject({
      to: { displayName: 'BEL:\x07 NUL:\0 DEL:\x7f' }
    });
  });
});

describe('§8.2.7: a refused request is answered with what could be read', () => {
  const answer = (text: string | Uint8Array): string[] | undefined => {
    const refusal = buildRefusal(refused(text));
    return refusal === undefined ? undefined : lines(written(refusal));
  };
  test('§8.1.1: no To', () => {
    expect(answer(withLine('To'))).toEqual([
      'SIP/2.0 400 Bad Request',
      'Via: SIP/2.0/UDP pc33.atlanta.com;branch=z9hG4bKnashds8',
      'From: Alice <sip:alice@atlanta.com>;tag=1928301774',
      'Call-ID: a84b4c76e66710',
      'CSeq: 314159 INVITE',
      'Content-Length: 0',
      '',
      ''
    ]);
  });
  test.each([
    ['CSeq: abc', withLine('CSeq', 'CSeq: abc'), 'SIP/2.0 400 Bad Request'],
    ['another version', invite.replace('SIP/2.0', 'SIP/7.0'), 'SIP/2.0 505 Version Not Supported'],
    ['spaces behind the start line', invite.replace('SIP/2.0\n', 'SIP/2.0  \n'), 'SIP/2.0 400 Bad Request'],
    ['a URI too long', invite.replace('bob@', `${'b'.repeat(3000)}@`), 'SIP/2.0 414 Request-URI Too Long'],
    ['a body cut short', invite.slice(0, -1), 'SIP/2.0 400 Bad Request'],
    ['a broken line', withLines('no colon'), 'SIP/2.0 400 Bad Request'],
    [
      'a bare LF',
      rawBytes(withLines('##').replaceAll('\n', '\r\n').replace('##', 'A: b\nC: d')),
      'SIP/2.0 400 Bad Request'
    ],
    [
      'a branch of nothing but the cookie',
      withLine('Via', 'Via: SIP/2.0/UDP h;branch=z9hG4bK'),
      'SIP/2.0 400 Bad Request'
    ],
    ['257 fields', withLines(...Array.from({ length: 257 }, () => 'X: y')), 'SIP/2.0 400 Bad Request'],
    ['an unknown method and another in CSeq', invite.replace('INVITE', 'NEWMETHOD'), 'SIP/2.0 501 Not Implemented']
  ])('%s', (_name, text, startLine) => {
    expect(answer(text)?.[0]).toBe(startLine);
    expect(answer(text)).toContainEqual(expect.stringMatching(/^CSeq: /));
  });
  test('§7.3.1: of a field that came twice, the first', () => {
    const text = withLines('To: <sip:c@d>', 'Call-ID: x', 'Via: SIP/2.0/UDP second');
    expect(answer(text)?.filter((line) => /^(?:To|Call-ID|Via)/.test(line))).toEqual([
      'Via: SIP/2.0/UDP pc33.atlanta.com;branch=z9hG4bKnashds8',
      'To: Bob <sip:bob@biloxi.com>',
      'Call-ID: a84b4c76e66710',
      'Via: SIP/2.0/UDP second'
    ]);
  });
  test.each([
    ['an ACK', withLine('CSeq').replace('INVITE', 'ACK')],
    ['a response', ok.replace(/^CSeq.*\n/m, '')],
    ['no Via', withLine('Via')],
    ['a Via that can not be read', withLine('Via', 'Via: nonsense')],
    ['no SIP', 'hello\n\n']
  ])('%s is not answered', (_name, text) => {
    expect(buildRefusal(refused(text))).toBeUndefined();
  });
  test('§8.2.6.2: a To without a tag gets one, the same for a retransmission', () => {
    const seen: string[] = [];
    const hash = (text: string): string => `h${String(seen.push(text))}`;
    const text = withLine('CSeq', 'CSeq: abc');
    const refusal = buildRefusal(refused(text), hash);
    expect(refusal?.fields.find((field) => field.name === 'To')?.line).toBe('To: "Bob" <sip:bob@biloxi.com>;tag=h1');
    buildRefusal(refused(text), hash);
    expect(seen[1]).toBe(seen[0]);
    const tagged = refused(text.replace('To: Bob <sip:bob@biloxi.com>', 'To: <sip:a@b>;tag=1'));
    expect(buildRefusal(tagged, hash)?.fields.find((field) => field.name === 'To')?.line).toBe('To: <sip:a@b>;tag=1');
    const unreadable = refused(withLine('To', 'To: nonsense'));
    expect(buildRefusal(unreadable, hash)?.fields.find((field) => field.name === 'To')?.line).toBe('To: nonsense');
  });
  test('§18.2.1: the top Via is stamped as the response is to carry it', () => {
    const refusal = buildRefusal(refused(withLine('To')), undefined, (top) => ({
      ...top,
      parameters: top.parameters.with('received', '192.0.2.1')
    }));
    expect(refusal?.fields[0]?.line).toBe('Via: SIP/2.0/UDP pc33.atlanta.com;branch=z9hG4bKnashds8;received=192.0.2.1');
    expect(refusal?.topmostVia.parameters.get('received')).toBe('192.0.2.1');
  });
  test('RFC 4475 §3.1.2.1, §3.1.2.16: of a broken top Via, what leads back to the sender; the answer is sound', () => {
    const vias = (via: string): string[] | undefined =>
      answer(withLine('Via', `Via: ${via}`, 'Via: SIP/2.0/UDP second'))?.filter((line) => line.startsWith('Via'));
    const rest = 'Via: SIP/2.0/UDP second';
    expect(vias('SIP/2.0/UDP 192.0.2.15;;,;,,')).toEqual(['Via: SIP/2.0/UDP 192.0.2.15', rest]);
    expect(vias('SIP/7.0/UDP h;branch=z9hG4bK1')).toEqual(['Via: SIP/2.0/UDP h;branch=z9hG4bK1', rest]);
    expect(vias('SIP/2.0/UDP h;rport=99999')).toEqual(['Via: SIP/2.0/UDP h', rest]);
  });
  test('the answer is itself sound when only the start line was not', () => {
    const refusal = buildRefusal(refused(invite.replace('SIP/2.0', 'SIP/7.0')), () => 'tag');
    if (refusal === undefined) throw new Error();
    expect(parseMessage(rawBytes(written(refusal)))).toMatchObject({ status: 505, to: { tag: 'tag' } });
    expect(bytesOf(invite).length).toBeGreaterThan(written(refusal).length);
  });
});
