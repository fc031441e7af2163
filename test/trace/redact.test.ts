/** Nothing that must stay secret gets out with a trace. */
import { describe, expect, test } from 'vitest';
import { traceToJson, traceToText } from '../../src/trace/format.ts';
import type { MessageEvent } from '../../src/trace/event.ts';
import { redact, redactText } from '../../src/trace/redact.ts';
import { request } from '../support/messages.ts';
import { Wire } from '../support/wire.ts';
import { ofType, record } from './phones.ts';

const crlf = (text: string): string => text.replaceAll('\n', '\r\n');
const head = 'REGISTER sip:a SIP/2.0\nVia: SIP/2.0/UDP a;branch=z\n';

describe('RFC 3261 §20.7, §20.28: credentials are blanked, their scheme is not', () => {
  test.each([
    ['Authorization: Digest username="a", response="s3cret"\nTo: <sip:a>', 'Authorization: Digest xxx\nTo: <sip:a>'],
    ['proxy-authorization : Basic s3cret\nTo: <sip:a>', 'proxy-authorization : Basic xxx\nTo: <sip:a>'],
    [
      'Authorization:\n  Digest username="a",\n\tresponse="s3cret"\nTo: <sip:a>',
      'Authorization:\n  Digest xxx\nTo: <sip:a>'
    ],
    [
      'Authorization: Bearer s3cret\nAuthorization: Digest s3cret',
      'Authorization: Bearer xxx\nAuthorization: Digest xxx'
    ],
    ['Authorization: s3cret', 'Authorization: xxx'],
    ['AUTHORIZATION:s3cret of mine', 'AUTHORIZATION: xxx']
  ])('%j', (fields, redacted) => {
    expect(redactText(crlf(`${head}${fields}\n\n`))).toBe(crlf(`${head}${redacted}\n\n`));
    expect(redactText(`${head}${fields}\n\n`), 'with bare LF').toBe(`${head}${redacted}\n\n`);
    expect(redactText(crlf(`${head}${fields}`)), 'without end').not.toContain('s3cret');
    expect(redactText(`${head}${fields}`.replaceAll('\n', '\r')), 'with bare CR').not.toContain('s3cret');
  });

  test('what only looks like one stays', () => {
    const text = crlf(
      `${head}X-Authorization: a\nSubject: Authorization: b\nWWW-Authenticate: Digest nonce="c"\n\nk: v`
    );
    expect(redactText(text)).toBe(text);
  });
});

describe('RFC 4568, RFC 8866 §5.12: media keys in a body become x, and every length stays', () => {
  test.each([
    ['k=base64:s3cret', 'k=xxxxxxxxxxxxx'],
    [
      'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:s3cret|2^20|1:4 UNENCRYPTED_SRTP',
      'a=crypto:1 AES_CM_128_HMAC_SHA1_80 xxxxxxxxxxxxxxxxxxxxxx xxxxxxxxxxxxxxxx'
    ],
    ['a=crypto:s3cret', 'a=crypto:xxxxxx'],
    ['a=crypto:1 inline:s3cret', 'a=crypto:x xxxxxxxxxxxxx'],
    ['a=key-mgmt:mikey s3cret', 'a=key-mgmt:xxxxx xxxxxx'],
    ['a=ice-pwd:s3cret', 'a=ice-pwd:xxxxxx'],
    ['Authorization: Digest s3cret', 'Authorization: xxxxxx xxxxxx']
  ])('%j', (line, redacted) => {
    const body = (one: string): string => crlf(`${head}\nv=0\n${one}\nm=audio 9 RTP/SAVP 0\n`);
    expect(redactText(body(line))).toBe(body(redacted));
    expect(redactText(body(line))).toHaveLength(body(line).length);
  });

  test('other lines stay as they are', () => {
    const text = crlf(`${head}\nv=0\no=k=1\na=fingerprint:sha-256 AB\na=cryptos:1 A s\nk:v\n`);
    expect(redactText(text)).toBe(text);
  });
});

test.each(['Authorization ', 'Authorization:\n ', 'a=crypto:', 'k=', 'a=crypto:1 ', '\r\n ', '\n\r', ' '])(
  'threat V11: a megabyte of %j is read in linear time',
  (text) => {
    const begin = performance.now();
    redactText(text.repeat(1_000_000 / text.length));
    // Seconds that no linear reading takes, and any quadratic one would: a watchdog, not a measurement.
    expect(performance.now() - begin).toBeLessThan(2000);
  }
);

describe('an event', () => {
  test('that is written as a line has no secrets, and the event itself is as it was', async () => {
    const wire = new Wire();
    const stack = wire.stack('bob');
    const { events } = record(stack);
    const fields = ['Authorization: Digest username="a", response="s3cret"', 'Content-Type: application/sdp'];
    wire.peer('carol').send('bob', request('OPTIONS', { fields, body: 'v=0\nk=clear:s3cret\n' }));
    await wire.settle();
    const [message] = ofType(events, 'message');
    const redacted = redact(message!) as MessageEvent;
    expect(message?.text).toContain('s3cret');
    expect(redacted.text).not.toContain('s3cret');
    expect({ ...redacted }).toEqual({ ...message });
    const plain = JSON.parse(JSON.stringify(message)) as MessageEvent;
    expect((redact(plain) as MessageEvent).text).toBe(redacted.text);
    const say = traceToText();
    for (const event of events) {
      expect(traceToJson(event)).not.toContain('s3cret');
      expect(say(event)).not.toContain('s3cret');
      expect(JSON.parse(traceToJson(event))).toEqual(JSON.parse(JSON.stringify(redact(event))));
    }
  });

  test('that is no message is the same event', () => {
    const event = { type: 'counted', at: 0, name: 'timeout' } as const;
    expect(redact(event)).toBe(event);
  });
});
