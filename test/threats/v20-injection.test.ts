import { describe, expect, test } from 'vitest';
import { makeField } from '../../src/message/field.ts';
import { formatMessage } from '../../src/message/format.ts';
import { callId } from '../../src/message/headers/call-id.ts';
import { from } from '../../src/message/headers/from.ts';
import { nameAddr } from '../../src/message/headers/name-addr.ts';
import { to } from '../../src/message/headers/to.ts';
import { via } from '../../src/message/headers/via.ts';
import { buildRequest, type RequestParts } from '../../src/message/request.ts';
import { buildResponse } from '../../src/message/response.ts';
import { isSipUri, parseUri, sipUri } from '../../src/message/index.ts';
import { UsageError } from '../../src/message/usage-error.ts';
import { Parameters } from '../../src/syntax/parameters.ts';
import { textOf } from '../message/samples.ts';
import { options, sound } from './attack.ts';

/** What ends a line, and so begins a field of its own; and what becomes such a character when it is cut to eight bits. */
const injections = ['x\r\nX-Evil: 1', 'x\nX-Evil: 1', 'x\rX-Evil: 1', 'x\r\n\r\nevil', 'x\0', 'x\u010d\u010aX-Evil: 1'];

const bob = sipUri('sip:bob@192.0.2.1');
const parts: RequestParts = {
  method: 'OPTIONS',
  requestUri: bob,
  via: { transport: 'UDP', host: '192.0.2.2', port: 5060, parameters: Parameters.none, branch: undefined },
  from: { ...nameAddr(bob), tag: undefined },
  to: { ...nameAddr(bob), tag: undefined },
  callId: 'a',
  sequence: 1
};
const request = (() => {
  const message = sound(options);
  if (message.kind !== 'request') throw new Error(message.kind);
  return message;
})();

describe('threat V20: an application that passes on what it was given', () => {
  describe.each(injections)('%j', (evil) => {
    const inParameters = Parameters.of(['x', evil]);
    test.each<[string, () => unknown]>([
      ['a display name', () => buildRequest({ ...parts, from: { ...parts.from, displayName: evil } })],
      ['a header parameter', () => buildRequest({ ...parts, to: { ...parts.to, parameters: inParameters } })],
      [
        'a parameter’s name',
        () => buildRequest({ ...parts, to: { ...parts.to, parameters: Parameters.of([evil, '']) } })
      ],
      ['a Via parameter', () => buildRequest({ ...parts, via: { ...parts.via, parameters: inParameters } })],
      ['a Via transport', () => buildRequest({ ...parts, via: { ...parts.via, transport: evil } })],
      ['a Via host', () => buildRequest({ ...parts, via: { ...parts.via, host: evil } })],
      ['a URI', () => buildRequest({ ...parts, requestUri: { scheme: 'x', text: evil } })],
      [
        'the URI of an address',
        () => buildRequest({ ...parts, to: { ...parts.to, uri: { scheme: 'x', text: evil } } })
      ],
      ['a Call-ID', () => buildRequest({ ...parts, callId: evil })],
      ['a method', () => buildRequest({ ...parts, method: evil })],
      ['a Route', () => buildRequest({ ...parts, routeSet: [nameAddr({ scheme: 'x', text: evil })] })],
      ['a field’s value', () => makeField('Subject', evil)],
      ['a field’s name', () => makeField(evil, '1')],
      ['a field that is added', () => request.withField('Subject', evil)],
      ['a field that is replaced', () => request.with(callId, evil)],
      ['an address that is replaced', () => request.with(from, { ...request.from, displayName: evil })],
      ['a tag', () => request.with(to, { ...request.to, parameters: Parameters.of(['tag', evil]), tag: evil })],
      ['a Via that is replaced', () => request.with(via, { ...request.topmostVia, host: evil })],
      ['the top Via', () => request.withTopmostVia({ ...request.topmostVia, host: evil })],
      ['the type of a body', () => request.withBody(new Uint8Array(0), evil)],
      ['a reason', () => buildResponse(request, 200, { reason: evil })],
      ['our tag', () => buildResponse(request, 200, { toTag: evil })],
      ['a SIP URI', () => sipUri(`sip:${evil}@192.0.2.1`)],
      ['a URI put into the request', () => formatMessage(request.withRequestUri({ scheme: 'x', text: evil }))]
    ])('%s: a UsageError, or it is quoted: no field of its own', (_name, build) => {
      let built: unknown;
      try {
        built = build();
      } catch (error) {
        expect(error).toBeInstanceOf(UsageError);
        expect(error).toBeInstanceOf(TypeError);
        return;
      }
      // Only what a quoted string may hold gets through: a NUL as a quoted-pair, and any character as UTF-8.
      const text = built instanceof Uint8Array ? textOf(built) : textOf(formatMessage(built as typeof request));
      expect(text.toLowerCase()).not.toMatch(/[\r\n]x-evil|[\r\n]evil/);
      expect(sound(text.replaceAll('\r\n', '\n')).field('X-Evil')).toBeUndefined();
    });
    test('no URI is read from it', () => {
      const uri = parseUri(`sip:bob@192.0.2.1;x=${evil}`);
      expect(uri === undefined || !isSipUri(uri)).toBe(true);
    });
  });
});
