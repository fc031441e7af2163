import { describe, expect, test } from 'vitest';
import { makeField } from '../../src/message/field.ts';
import { formatMessage } from '../../src/message/format.ts';
import { SipResponse } from '../../src/message/message.ts';
import { buildResponse } from '../../src/message/response.ts';
import { WrittenMessage } from '../../src/message/written-message.ts';
import { invite, request, textOf } from './samples.ts';

const body = new TextEncoder().encode('v=0');
const busy = buildResponse(request(invite), 486, { toTag: 'b', fields: [makeField('Retry-After', '5')], body });

describe('§7: what was written and may have to be sent again', () => {
  const written = new WrittenMessage(busy);

  test('is sent as the message would be', () => {
    expect(textOf(formatMessage(written))).toBe(textOf(formatMessage(busy)));
    expect(textOf(formatMessage(written, { compact: true }))).toBe(textOf(formatMessage(busy, { compact: true })));
    const request1 = request(invite);
    expect(textOf(formatMessage(new WrittenMessage(request1)))).toBe(textOf(formatMessage(request1)));
  });

  test('§18.2.2: says where it goes, and what it is', () => {
    const { kind, startLine, topmostVia, to, fields } = written;
    expect({ kind, startLine, topmostVia, to }).toEqual({
      kind: 'response',
      startLine: 'SIP/2.0 486 Busy Here',
      topmostVia: busy.topmostVia,
      to: busy.to
    });
    expect(fields.map(({ line }) => line)).toEqual([...busy.fields.map(({ line }) => line), 'Content-Length: 3']);
    expect(written.read()).toMatchObject({ kind: 'response', status: 486 });
  });

  test('has a body of its own', () => {
    expect(written.body).toEqual(body);
    expect(written.body).not.toBe(body);
    expect(new WrittenMessage(buildResponse(request(invite), 100)).body).toHaveLength(0);
  });

  test('a message that nobody could read is not read', () => {
    const broken = new SipResponse(200, 'OK', busy, [], body);
    expect(() => new WrittenMessage(broken).read()).toThrow(expect.objectContaining({ code: 'ERR_SIP_INVALID_FIELD' }));
  });
});
