import { describe, expect, test } from 'vitest';
import { bytesOf, refused, withLine, withLines } from './samples.ts';

const long = 'x'.repeat(9000);

describe('a fault names the clause that is broken, the field and where it begins', () => {
  test.each([
    ['§7.3.1', 'a second To', withLines('To: <sip:a@b>'), 'RFC 3261 §7.3.1', 'To'],
    ['§7.3.1', 'a line without a colon', withLines('no colon'), 'RFC 3261 §7.3.1', undefined],
    ['§7.3', 'a field that is too long', withLines(`Subject: ${long}`), 'RFC 3261 §7.3', 'Subject'],
    [
      '§7.3',
      'a tag that is too long',
      withLine('From', `From: <sip:a@b>;tag=${'x'.repeat(513)}`),
      'RFC 3261 §7.3',
      'From'
    ],
    ['§8.1.1', 'no Call-ID', withLine('Call-ID'), 'RFC 3261 §8.1.1', 'Call-ID'],
    ['§8.1.1.5', 'another method', withLine('CSeq', 'CSeq: 1 BYE'), 'RFC 3261 §8.1.1.5', 'CSeq'],
    ['§8.1.1.7', 'a bare cookie', withLine('Via', 'Via: SIP/2.0/UDP h;branch=z9hG4bK'), 'RFC 3261 §8.1.1.7', 'Via'],
    ['§18.3', 'a short body', withLine('Content-Length', 'Content-Length: 4'), 'RFC 3261 §18.3', 'Content-Length'],
    [
      '§20.14',
      'a Content-Length of no digits',
      withLine('Content-Length', 'l: x'),
      'RFC 3261 §20.14',
      'Content-Length'
    ],
    ['§20.16', 'a CSeq of no digits', withLine('CSeq', 'CSeq: x'), 'RFC 3261 §20.16', 'CSeq'],
    ['§25.1', 'a NUL', withLines('Subject: \0'), 'RFC 3261 §25.1', 'Subject']
  ])('%s: %s', (_clause, _name, message, section, field) => {
    const { fault } = refused(message);
    expect(fault).toMatchObject({ section, field });
    expect(fault.offset).toBeLessThan(bytesOf(message).length);
  });
  test('§7.3: the 257th field', () => {
    expect(refused(withLines(...Array.from({ length: 257 }, () => 'X: y'))).fault).toMatchObject({
      section: 'RFC 3261 §7.3',
      code: 'too-large'
    });
  });
  test('a message without From and To tags and without a branch is not too long', () => {
    const bare = withLine('From', 'From: <sip:a@b>').replace(';branch=z9hG4bKnashds8', '');
    expect(() => refused(bare)).toThrow('not refused');
  });
});
