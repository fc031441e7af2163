import { describe, expect, test } from 'vitest';
import { Fault } from '../../src/message/fault.ts';
import { formatMessage } from '../../src/message/format.ts';
import { contact } from '../../src/message/headers/contact.ts';
import { via } from '../../src/message/headers/via.ts';
import type { SipRequest } from '../../src/message/message.ts';
import { parseMessage } from '../../src/message/parse.ts';
import { datagramTarget } from '../../src/transport/response-target.ts';
import { judge } from './judge.ts';
import { torture } from './messages.ts';
import { rfc5118, rowsOf } from './verdicts.ts';

const latin1 = new TextDecoder('latin1');

function request(name: string): SipRequest {
  const parsed = parseMessage(torture('rfc5118', name));
  if (parsed.kind !== 'request') throw new Error(name);
  return parsed;
}

describe('RFC 5118: the verdicts', () => {
  judge({
    suite: 'rfc5118',
    rfc: 'RFC 5118',
    verdicts: rfc5118,
    pending: [
      'ipv6-good P: forward (pending: proxy)',
      'ipv6-good R: 200 (pending: registrar)',
      'port-ambiguous P: forward (pending: proxy)',
      'port-ambiguous R: 200, the whole is an address (pending: registrar)',
      'port-unambiguous P: forward (pending: proxy)',
      'port-unambiguous R: 200 (pending: registrar)',
      'via-received-param-with-delim P: forward (pending: proxy)',
      'via-received-param-no-delim P: forward (pending: proxy)',
      'ipv6-in-sdp P: forward (pending: proxy)',
      'mult-ip-in-header P: forward (pending: proxy)',
      'mult-ip-in-sdp P: forward (pending: proxy)',
      'ipv4-mapped-ipv6 P: forward (pending: proxy)',
      'ipv6-bug-abnf-3-colons P: forward, with two colons (pending: proxy)',
      'ipv6-correct-abnf-2-colons P: forward (pending: proxy)'
    ],
    counts: { now: 14, 'pending: proxy': 11, 'pending: registrar': 3, 'not asked': 8 }
  });
  test('12 messages have three rows each', () => {
    expect(rowsOf(rfc5118)).toHaveLength(3 * 12);
  });
});

describe('RFC 5118: what they say', () => {
  test.each([
    ['4.1', 'ipv6-good', '[2001:db8::10]', undefined],
    ['4.3', 'port-ambiguous', '[2001:db8::10:5070]', undefined],
    ['4.4', 'port-unambiguous', '[2001:db8::10]', 5070],
    ['4.10', 'ipv6-bug-abnf-3-colons', '[2001:db8::192.0.2.1]', undefined],
    ['4.10', 'ipv6-correct-abnf-2-colons', '[2001:db8::192.0.2.1]', undefined]
  ])('RFC 5118 §%s: %s: the host is %s, the port %s', (_section, name, host, port) => {
    expect(request(name).requestUri).toMatchObject({ host, port });
  });
  test('RFC 5118 §4.5: received, with brackets or without, is where the response goes', () => {
    for (const name of ['via-received-param-with-delim', 'via-received-param-no-delim'])
      expect(datagramTarget(request(name).topmostVia)).toEqual({ host: '2001:db8::9:255', port: 5060 });
  });
  test('RFC 5118 §4.7, §4.9: several kinds of address', () => {
    const hosts = (name: string): readonly string[] => {
      const values = request(name).all(via);
      if (values instanceof Fault) throw new Error(values.toString());
      return values.map(({ host }) => host);
    };
    expect(hosts('mult-ip-in-header')).toEqual(['[2001:db8::9:1]', '192.0.2.1', '[2001:db8::9:255]']);
    expect(hosts('ipv4-mapped-ipv6')).toEqual(['[::ffff:192.0.2.10]', '[::ffff:192.0.2.2]']);
    expect(request('ipv4-mapped-ipv6').topmostVia.port).toBe(19823);
    expect(request('ipv4-mapped-ipv6').all(contact)).toMatchObject([{ uri: { host: '[::ffff:192.0.2.2]' } }]);
  });
  test.each(['ipv6-in-sdp', 'mult-ip-in-sdp', 'ipv4-mapped-ipv6'])(
    'RFC 5118 §4.6, §4.8: %s: the body is whole',
    (name) => {
      expect(latin1.decode(request(name).body)).toMatch(/^v=0\r\n[\s\S]*\r\na=rtpmap:107 H263-1998\/90000\r\n$/);
    }
  );
  test.each([
    ['4.6', 'ipv6-in-sdp', 251, 268, 400],
    ['4.8', 'mult-ip-in-sdp', 189, 181, undefined],
    ['4.9', 'ipv4-mapped-ipv6', 245, 236, undefined]
  ])(
    'RFC 5118 §%s: %s: its body has %i octets; the RFC prints a Content-Length of %i',
    (_section, name, length, printed, status) => {
      expect(request(name).body).toHaveLength(length);
      const text = latin1.decode(torture('rfc5118', name));
      const asPrinted = text.replace(`Length: ${String(length)}`, `Length: ${String(printed)}`);
      const parsed = parseMessage(new TextEncoder().encode(asPrinted));
      expect(parsed.kind === 'refused' ? parsed.fault.status : undefined).toBe(status);
    }
  );
  test('RFC 5118 §4.10: three colons are read, two are written', () => {
    const { requestUri, to } = request('ipv6-bug-abnf-3-colons');
    expect([requestUri.text, to.uri.text]).toEqual([
      'sip:user@[2001:db8::192.0.2.1]',
      'sip:user@[2001:db8::192.0.2.1]'
    ]);
    expect(latin1.decode(formatMessage(request('ipv6-bug-abnf-3-colons')))).toMatch(
      /^OPTIONS sip:user@\[2001:db8::192\.0\.2\.1\] SIP\/2\.0\r\n/
    );
  });
});
