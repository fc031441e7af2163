import { describe, expect, test } from 'vitest';
import { defaultMessageLimits } from '../../src/message/limits.ts';
import { parseMessage } from '../../src/message/parse.ts';
import { invite, ok, rawBytes, refused } from './samples.ts';

const startingWith = (line: string, message = invite): ReturnType<typeof refused> =>
  refused(message.replace(/^.*/, () => line));

describe('§7.1: a Request-Line that is refused', () => {
  test.each([
    ['INVITE sip:bob@biloxi.com SIP/7.0', 505, 26],
    ['INVITE sip:bob@biloxi.com SIP/10.20', 505, 26],
    ['INVITE sip:bob@biloxi.com; x SIP/3.0', 505, 29],
    ['INVITE sip:bob@biloxi.com XSIP/7.0', 400, 25],
    ['INVITE sip:bob@biloxi.com SIP/2.0 ', 400, 25],
    ['INVITE <sip:bob@biloxi.com> SIP/2.0', 400, 7]
  ])('%j: %d, told where', (line, status, offset) => {
    const { fault, request } = startingWith(line);
    expect(fault).toMatchObject({ status, section: 'RFC 3261 §7.1', offset });
    expect(request?.method).toBe('INVITE');
  });
  test('§21.4.11: a URI of 2,048 bytes that is none: 400; of one more: 414', () => {
    const line = (length: number): string => `INVITE sip:${'b'.repeat(length - 5)}< SIP/2.0`;
    expect(startingWith(line(2048)).fault).toMatchObject({ status: 400, code: 'malformed-start-line' });
    expect(startingWith(line(2049)).fault).toMatchObject({ status: 414, code: 'uri-too-long' });
  });
  test('a line too long still tells its method', () => {
    const limits = { ...defaultMessageLimits, line: 40 };
    const message = parseMessage(
      rawBytes(invite.replace('bob@', `${'b'.repeat(40)}@`).replaceAll('\n', '\r\n')),
      limits
    );
    expect(message).toMatchObject({
      fault: { code: 'too-large', section: 'RFC 3261 §7.1', offset: 0 },
      request: { method: 'INVITE' }
    });
  });
});

describe('§7.2: a Status-Line that is refused', () => {
  test.each([
    ['SIP/2.0 4294967301 x', 400, 8],
    ['SIP/2.0 200\tOK', 400, 8],
    ['SIP/7.0 200 OK', 505, 0],
    ['SIP/2.0', 400, 7],
    ['SIP/2.0 200 O\x1bK', 400, 12]
  ])('%j: %d, told where; no request to answer', (line, status, offset) => {
    const { fault, request } = startingWith(line, ok);
    expect(fault).toMatchObject({ status, section: 'RFC 3261 §7.2', offset });
    expect(request).toBeUndefined();
  });
  test('a line too long', () => {
    const message = startingWith(`SIP/2.0 200 ${'x'.repeat(8192)}`, ok);
    expect(message).toMatchObject({ fault: { code: 'too-large', section: 'RFC 3261 §7.2' }, request: undefined });
  });
});

describe('§7.5: what comes before the start line', () => {
  test.each(['\r', '\n', '\r\r\n', '\ra', '\rINVITE'])('%j is no empty line', (before) => {
    expect(parseMessage(rawBytes(before + invite.replaceAll('\n', '\r\n'))).kind).toBe('refused');
  });
});
