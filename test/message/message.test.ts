import { describe, expect, test } from 'vitest';
import { Fault } from '../../src/message/fault.ts';
import { type Header } from '../../src/message/header.ts';
import { allow } from '../../src/message/headers/allow.ts';
import { callId } from '../../src/message/headers/call-id.ts';
import { contact } from '../../src/message/headers/contact.ts';
import { cseq } from '../../src/message/headers/cseq.ts';
import { from } from '../../src/message/headers/from.ts';
import { maxForwards } from '../../src/message/headers/max-forwards.ts';
import { route } from '../../src/message/headers/route.ts';
import { supported } from '../../src/message/headers/supported.ts';
import { to, withTag } from '../../src/message/headers/to.ts';
import { via } from '../../src/message/headers/via.ts';
import { sipUri } from '../../src/message/uri/uri.ts';
import { UsageError } from '../../src/message/usage-error.ts';
import { Parameters } from '../../src/syntax/parameters.ts';
import { invite, ok, request, response, sound, textOf, withLine, withLines, written } from './samples.ts';

describe('reading', () => {
  const message = request(withLines('k: 100rel, timer', 'SUPPORTED:', 'Supported: path', 'X-Foo: 1', 'x-foo: 2'));

  test('§7.3.1: raw fields by any of their names', () => {
    for (const name of ['k', 'K', 'Supported', 'sUPPORTED']) {
      expect(message.field(name)?.value).toBe('100rel, timer');
      expect(message.fieldsOf(name).map((field) => field.value)).toEqual(['100rel, timer', '', 'path']);
    }
    expect(message.fieldsOf('X-FOO').map((field) => field.value)).toEqual(['1', '2']);
    expect(message.field('Y-Foo')).toBeUndefined();
    expect(message.fieldsOf('Y-Foo')).toEqual([]);
  });

  test('§7.3.1: lists over all their fields', () => {
    expect(message.all(supported)).toEqual(['100rel', 'timer', 'path']);
    expect(message.all(allow)).toEqual([]);
  });

  test('a field that stands once', () => {
    expect(message.one(maxForwards)).toBe(70);
    expect(message.one(callId)).toBe('a84b4c76e66710');
    expect(request(withLine('Max-Forwards')).one(maxForwards)).toBeUndefined();
    expect(request(withLine('Max-Forwards', 'Max-Forwards: 256')).one(maxForwards)).toMatchObject({
      code: 'malformed-field',
      field: 'Max-Forwards'
    });
  });

  test('§7.3.1: a field that stands once and comes twice is a fault', () => {
    const twice = request(withLines('Content-Type: text/plain'));
    const type: Header<string> = {
      name: 'content-type',
      section: 'x',
      list: false,
      parse: (scanner) => scanner.token(),
      format: String
    };
    expect(twice.one(type)).toMatchObject({ code: 'duplicate-field', status: 400 });
  });

  test('what was read is kept', () => {
    expect(message.all(supported)).toBe(message.all(supported));
    const broken = request(withLine('Contact', 'Contact: None'));
    expect(broken.all(contact)).toBeInstanceOf(Fault);
    expect(broken.all(contact)).toBe(broken.all(contact));
    const single = request(invite);
    expect(single.one(contact)).toBe(single.one(contact));
  });

  test('the same header as one value and as a list, and another grammar for its field', () => {
    const single = request(invite);
    expect(single.one(via)).toMatchObject({ host: 'pc33.atlanta.com' });
    expect(single.all(via)).toMatchObject([{ host: 'pc33.atlanta.com' }]);
    expect(single.one(via)).toMatchObject({ host: 'pc33.atlanta.com' });
    const raw: Header<string> = {
      ...callId,
      parse: (scanner) => {
        scanner.position = scanner.end;
        return 'mine';
      }
    };
    expect(single.one(callId)).toBe('a84b4c76e66710');
    expect(single.one(raw)).toBe('mine');
  });

  test('a fault tells where it is, in the message', () => {
    const text = withLine('Contact', 'Contact: <sip:a@b>, <sip:c d>').replaceAll('\n', '\r\n');
    const fault = request(withLine('Contact', 'Contact: <sip:a@b>, <sip:c d>')).all(contact);
    expect(fault).toMatchObject({ offset: text.indexOf(' d>'), section: 'RFC 3261 §20.10' });
    const folded = request(withLine('Contact', 'Contact: <sip:a@b>,\n <sip:c d>')).all(contact);
    expect(folded).toMatchObject({ offset: text.indexOf('Contact') });
  });
});

describe('writing copies', () => {
  const message = request(withLines('Route: <sip:p1;lr>', 'X: y', 'Route: <sip:p2;lr>'));
  const hop = sound(message.all(route))[1];
  if (hop === undefined) throw new Error();

  test('with puts the new values where the first old one stood, else last', () => {
    const copy = message.with(route, hop, hop);
    expect(copy.fields.map((field) => field.name)).toEqual(
      'Via Max-Forwards To From Call-ID CSeq Route Route Session-Expires Contact Content-Type Content-Length'.split(' ')
    );
    expect(sound(copy.all(route)).map((value) => value.uri.text)).toEqual(['sip:p2;lr', 'sip:p2;lr']);
    expect(message.with(route).fieldsOf('Route')).toEqual([]);
    expect(message.with(allow, 'INVITE').fields.at(-1)?.line).toBe('Allow: INVITE');
    expect(sound(message.all(route))[0]?.uri.text).toBe('sip:p1;lr');
  });

  test('with keeps the typed fields true', () => {
    const top = { ...message.topmostVia, host: 'h' };
    const copy = message
      .with(via, top, message.topmostVia)
      .with(from, { ...message.from, displayName: 'Ann' })
      .with(to, withTag(message.to, '1'))
      .with(callId, 'x@y')
      .with(cseq, { sequence: 2, method: 'INVITE' });
    expect(copy.topmostVia).toBe(top);
    expect(copy.from.displayName).toBe('Ann');
    expect(copy.to.tag).toBe('1');
    expect(copy.callId).toBe('x@y');
    expect(copy.cseq.sequence).toBe(2);
    const again = request(written(copy).replaceAll('\r\n', '\n'));
    expect(again).toMatchObject({ from: copy.from, to: copy.to, callId: copy.callId, cseq: copy.cseq });
    expect(again.topmostVia).toEqual(top);
  });

  test.each(['Via', 'To', 'From', 'Call-ID', 'CSeq', 'i'])('§8.1.1: no copy is without %s', (name) => {
    expect(() => message.without(name)).toThrow(UsageError);
  });
  test('§8.1.1: nor has it two of what stands once', () => {
    expect(() => message.with(via)).toThrow(UsageError);
    expect(() => message.with(to)).toThrow(UsageError);
    expect(() => message.with(callId, 'a', 'b')).toThrow(UsageError);
    expect(() => message.withField('f', '<sip:a@b>')).toThrow(
      expect.objectContaining({ code: 'ERR_SIP_INVALID_FIELD' })
    );
  });

  test('withField adds behind the others, without takes all of a name away', () => {
    const copy = message.withField('r', '<sip:c@d>');
    expect(copy.fields.at(-1)?.name).toBe('Refer-To');
    expect(copy.field('Refer-To')?.line).toBe('r: <sip:c@d>');
    expect(copy.without('refer-to').field('r')).toBeUndefined();
    expect(copy.without('R').field('r')).toBeUndefined();
    expect(message.without('ROUTE').fieldsOf('Route')).toEqual([]);
  });

  test('withTopmostVia changes the first value and leaves the rest as it came', () => {
    const stamp = { ...message.topmostVia, parameters: message.topmostVia.parameters.with('received', '192.0.2.1') };
    expect(message.withTopmostVia(stamp).fields[0]?.line).toBe(
      'Via: SIP/2.0/UDP pc33.atlanta.com;branch=z9hG4bKnashds8;received=192.0.2.1'
    );
    const joined = request(
      withLine(
        'Via',
        'Max-Forwards: 1',
        'v: SIP/2.0/UDP a;branch=z9hG4bK1 ,\n SIP / 2.0 / UDP b , c',
        'Via: d'
      ).replace('Max-Forwards: 70\n', '')
    );
    const copy = joined.withTopmostVia({ ...joined.topmostVia, host: 'x' });
    expect(copy.fieldsOf('Via').map((field) => field.line)).toEqual([
      'Via: SIP/2.0/UDP x;branch=z9hG4bK1, SIP / 2.0 / UDP b , c',
      'Via: d'
    ]);
    expect(copy.topmostVia.host).toBe('x');
    expect(copy.callId).toBe(joined.callId);
  });

  test('withTopmostVia replaces a Via that was made, too', () => {
    const broken = { ...message.topmostVia, parameters: Parameters.of(['ttl', '256']) };
    expect(message.withTopmostVia(broken).withTopmostVia(message.topmostVia).fields[0]?.line).toBe(
      'Via: SIP/2.0/UDP pc33.atlanta.com;branch=z9hG4bKnashds8'
    );
  });

  test('withBody sets body and type, and its length is counted', () => {
    const copy = message.withBody(new TextEncoder().encode('hällo'), 'text/plain');
    expect(written(copy)).toMatch(/\r\nContent-Type: text\/plain\r\nContent-Length: 6\r\n\r\nh\u00c3\u00a4llo$/);
    expect(copy.fieldsOf('Content-Type')).toHaveLength(1);
  });

  test('withRequestUri', () => {
    const copy = message.withRequestUri(sipUri('sip:x@y'));
    expect(copy.startLine).toBe('INVITE sip:x@y SIP/2.0');
    expect(copy.fields).toBe(message.fields);
  });

  test('responses are copied the same way', () => {
    const copy = response(ok).withField('Server', 'x');
    expect(copy.startLine).toBe('SIP/2.0 200 OK');
    expect(copy.field('Server')?.value).toBe('x');
    expect(textOf(copy.body)).toBe('');
  });
});
