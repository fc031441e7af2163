import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BodyPart } from '../../../src/message/body/body-part.ts';
import type { Entity } from '../../../src/message/body/entity.ts';
import {
  defaultMultipartLimits,
  findBody,
  formatMultipart,
  type Multipart,
  partWithId,
  readMultipart,
  rootPart
} from '../../../src/message/body/multipart.ts';
import { Fault } from '../../../src/message/fault.ts';
import { makeField } from '../../../src/message/field.ts';
import { contentDisposition } from '../../../src/message/headers/content-disposition.ts';
import { contentId } from '../../../src/message/headers/content-id.ts';
import { contentType } from '../../../src/message/headers/content-type.ts';
import { parseMessage } from '../../../src/message/parse.ts';
import { UsageError } from '../../../src/message/usage-error.ts';
import { Parameters } from '../../../src/syntax/parameters.ts';
import { countingEntropy } from '../../support/entropy.ts';
import { bytesOf, entity, textOf } from './entities.ts';

/** A multipart/mixed with the boundary `b`. */
const mixed = (...lines: readonly string[]) => entity('multipart/mixed;boundary=b', lines.join('\r\n'));

function read(from: Entity): Multipart {
  const multipart = readMultipart(from);
  if (multipart === undefined || multipart instanceof Fault) throw new Error(String(multipart));
  return multipart;
}

/** The parts as text: fields, and body. */
const written = (from: Entity): readonly string[] =>
  read(from).parts.map(({ fields, body }) => [...fields.map(({ line }) => line), textOf(body)].join('|'));

describe('RFC 2046 §5.1.1: the parts', () => {
  test('stand between delimiters; preamble and epilogue are for nobody', () => {
    const body = [
      'preamble --b',
      '--b',
      'Content-Type: text/plain',
      '',
      'one\r\n',
      '--b \t',
      '',
      'two --b\r\n--bc\r\n--b-- c',
      '--b--',
      'epilogue',
      '--b'
    ];
    expect(written(mixed(...body))).toEqual(['Content-Type: text/plain|one\r\n', 'two --b\r\n--bc\r\n--b-- c']);
  });
  test('RFC 2046 §5.1.1: the closing delimiter may end the body, and white space may follow it', () => {
    expect(written(mixed('--b', '', 'x', '--b--'))).toEqual(['x']);
    expect(written(mixed('--b', '', 'x', '--b-- '))).toEqual(['x']);
    expect(written(mixed('--b', '', 'x', '--b--', ''))).toEqual(['x']);
  });
  test('threat V13: empty parts', () => {
    expect(written(mixed('--b', '--b', '', '--b', '', '', '--b', 'A: b', '--b', 'A: b', '', '--b--'))).toEqual([
      '',
      '',
      '',
      'A: b|',
      'A: b|'
    ]);
  });
  test('RFC 2046 §5.1.1: a quoted boundary', () => {
    const quoted = entity('multipart/mixed;boundary="a b(:=\\"c"', '--a b(:="c\r\n\r\nx\r\n--a b(:="c--');
    expect(written(quoted)).toEqual(['x']);
  });
  test('RFC 4475 §3.1.1.11 (mpart01): NUL and any other byte', () => {
    const all = String.fromCharCode(...Array.from({ length: 256 }, (_, code) => code));
    expect(written(mixed('--b', 'Content-Type: a/b', '', all, '--b--'))).toEqual([`Content-Type: a/b|${all}`]);
  });
  test('a body that says it is something else is none', () => {
    expect(readMultipart(entity('text/plain;boundary=b', '--b--'))).toBeUndefined();
    expect(readMultipart(entity(undefined, '--b--'))).toBeUndefined();
  });
  test('RFC 5621: the body of a message, its parts typed', () => {
    const body = [
      '--b',
      'c: application/sdp',
      'Content-Disposition: session',
      '',
      'v=0',
      '--b',
      'Content-ID: <x@y>',
      '',
      '',
      '--b--'
    ];
    const text = body.join('\r\n');
    const head = [
      'INVITE sip:a@b SIP/2.0',
      'Via: SIP/2.0/UDP c;branch=z9hG4bK1',
      'To: <sip:a@b>',
      'From: <sip:c@d>;tag=1',
      'Call-ID: 1',
      'CSeq: 1 INVITE',
      'Content-Type: multipart/mixed; boundary=b'
    ];
    const message = parseMessage(bytesOf(`${head.join('\r\n')}\r\n\r\n${text}`));
    if (message.kind === 'refused') throw new Error(String(message.fault));
    const [session, other] = read(message).parts as unknown as [BodyPart, BodyPart];
    expect(session.one(contentType)).toMatchObject({ type: 'application', subtype: 'sdp' });
    expect(session.one(contentDisposition)).toMatchObject({ type: 'session', handling: 'required' });
    expect(other.one(contentId)).toBe('x@y');
  });
});

describe('what is refused', () => {
  test.each([
    ['no boundary', entity('multipart/mixed', '--b--')],
    ['an empty boundary', entity('multipart/mixed;boundary=""', '--\r\n\r\nx\r\n----')],
    ['a boundary that ends in white space', entity('multipart/mixed;boundary="b "', '--b \r\n\r\nx\r\n--b --')],
    ['threat V13: a long boundary', entity(`multipart/mixed;boundary=${'b'.repeat(71)}`, '')],
    ['nothing', mixed('')],
    ['no delimiter', mixed('hello')],
    ['threat V12: no closing delimiter', mixed('--b', '', 'x')],
    ['threat V12: half a closing delimiter', mixed('--b', '', 'x', '--b-')],
    ['threat V12: a delimiter at the very end', mixed('--b', '', 'x', '--b')],
    ['threat V13: only the closing delimiter', mixed('--b--')],
    ['delimiters that begin no line', mixed('x--b', '', 'x', ' --b--')],
    ['line ends of another kind', entity('multipart/mixed;boundary=b', '--b\n\nx\n--b--\n')]
  ])('%s: 400', (_, body) => {
    expect(readMultipart(body)).toMatchObject({ code: 'malformed-body', status: 400, section: 'RFC 2046 §5.1.1' });
  });
  test('a part whose head is none: 400', () => {
    expect(readMultipart(mixed('--b', 'hello', '', 'x', '--b--'))).toMatchObject({
      code: 'malformed-field',
      offset: 5
    });
  });
  test('RFC 3261 §8.2.3: an encoded multipart: 415', () => {
    expect(readMultipart(entity('multipart/mixed;boundary=b', 'x', 'gzip'))).toMatchObject({ status: 415 });
  });
  test('a Content-Type that is none: 400', () => {
    expect(readMultipart(entity('multipart', 'x'))).toMatchObject({ code: 'malformed-field', status: 400 });
  });
  test('nothing is thrown, whatever comes', () => {
    const piece = fc.constantFrom('--b', '--', '\r\n', 'A: b', ' ', '\0', '--b--', 'x', '\r\n\r\n', '\r\n--b\r\n');
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const multipart = readMultipart(mixed(pieces.join('')));
        if (multipart instanceof Fault) expect(multipart.status).toBe(400);
        else expect(multipart?.parts.length).toBeGreaterThan(0);
      })
    );
  });
});

describe('threat V13: limits', () => {
  const parts = (count: number) => mixed(...Array.from({ length: count }, () => '--b\r\n\r\nx'), '--b--');
  /** So many multiparts in each other. */
  function nested(depth: number): Entity {
    let body = 'x';
    for (let level = depth; level > 0; level--) {
      const boundary = `b${level}b`;
      const head = level === depth ? 'text/plain' : `multipart/mixed;boundary=b${level + 1}b`;
      body = `--${boundary}\r\nContent-Type: ${head}\r\n\r\n${body}\r\n--${boundary}--`;
    }
    return entity('multipart/mixed;boundary=b1b', body);
  }

  test('sixteen parts are read, seventeen and ten thousand refused', () => {
    expect(read(parts(16)).parts).toHaveLength(16);
    expect(readMultipart(parts(17))).toMatchObject({ code: 'too-large', status: 400 });
    expect(readMultipart(parts(10_000))).toMatchObject({ code: 'too-large', status: 400 });
    expect(readMultipart(parts(17), { ...defaultMultipartLimits, parts: 17 })).toMatchObject({ parts: { length: 17 } });
  });
  test('a boundary of 70 characters is read, one of a million refused', () => {
    const of = (length: number) =>
      entity(
        `multipart/mixed;boundary=${'-'.repeat(length)}`,
        `--${'-'.repeat(length)}\r\n\r\nx\r\n--${'-'.repeat(length)}--`
      );
    expect(written(of(70))).toEqual(['x']);
    expect(readMultipart(of(1_000_000))).toMatchObject({ code: 'malformed-body', status: 400 });
  });
  test('three multiparts in each other are read, four and a hundred refused', () => {
    expect(textOf((findBody(nested(3), 'text/plain') as Entity).body)).toBe('x');
    for (const depth of [4, 100])
      expect(findBody(nested(depth), 'text/plain')).toMatchObject({ code: 'too-large', status: 400 });
    expect(findBody(nested(4), 'text/plain', { ...defaultMultipartLimits, depth: 4 })).not.toBeInstanceOf(Fault);
  });
  test('what stands deeper is not looked at until it is asked for', () => {
    expect(read(nested(100)).parts).toHaveLength(1);
  });
  test('the fields of a part', () => {
    const of = (count: number) => mixed('--b', ...Array.from({ length: count }, () => 'A: b'), '', 'x', '--b--');
    expect(read(of(256)).parts[0].fields).toHaveLength(256);
    expect(readMultipart(of(257))).toMatchObject({ code: 'too-large', status: 400 });
  });
});

describe('which part is meant', () => {
  const related = (type: string) =>
    read(entity(type, ['--b', '', 'first', '--b', 'Content-ID: <x@y>', '', 'second', '--b--'].join('\r\n')));
  test('RFC 2392: by its Content-ID', () => {
    const multipart = related('multipart/mixed;boundary=b');
    expect(partWithId(multipart, 'x@y')).toBe(multipart.parts[1]);
    expect(partWithId(multipart, 'z')).toBeUndefined();
  });
  test.each([
    ['', 0],
    [';start="<x@y>"', 1],
    [';start=x@y'.replace('@y', ''), undefined],
    [';start="x@y"', 1],
    [';start="<z>"', undefined]
  ])('RFC 2387 §3.2: the root of a multipart/related%s', (start, at) => {
    const multipart = related(`multipart/related;boundary=b${start}`);
    expect(rootPart(multipart)).toBe(at === undefined ? undefined : multipart.parts[at]);
  });
});

describe('findBody', () => {
  const found = (from: Entity, type = 'application/sdp'): string | Fault | undefined => {
    const body = findBody(from, type);
    return body === undefined || body instanceof Fault ? body : textOf(body.body);
  };
  const three = (type: string): Entity =>
    entity(
      type,
      [
        '--b',
        'c: application/sdp',
        '',
        'one',
        '--b',
        'c: Application/SDP',
        'Content-ID: <2>',
        '',
        'two',
        '--b',
        '',
        'x',
        '--b--'
      ].join('\r\n')
    );
  test('the body itself', () => {
    expect(found(entity('application/sdp;x=y', 'v=0'))).toBe('v=0');
    expect(found(entity('text/plain', 'v=0'))).toBeUndefined();
    expect(found(entity(undefined, 'v=0'))).toBeUndefined();
    expect(found(entity('application/sdp', 'v=0', 'gzip'))).toMatchObject({ status: 415 });
    expect(found(entity('nothing', 'v=0'))).toMatchObject({ status: 400 });
  });
  test('RFC 2046 §5.1.3: in a mixed, and in any unknown one, the first', () => {
    expect(found(three('multipart/mixed;boundary=b'))).toBe('one');
    expect(found(three('multipart/new;boundary=b'))).toBe('one');
    expect(found(three('multipart/mixed;boundary=b'), 'image/png')).toBeUndefined();
  });
  test('RFC 2046 §5.1.4: in an alternative the last', () => {
    expect(found(three('multipart/alternative;boundary=b'))).toBe('two');
  });
  test('RFC 2387 §3.2: in a related the root', () => {
    expect(found(three('multipart/related;boundary=b'))).toBe('one');
    expect(found(three('multipart/related;boundary=b;start="<2>"'))).toBe('two');
    expect(found(three('multipart/related;boundary=b;start="<3>"'))).toBeUndefined();
  });
});

describe('formatMultipart', () => {
  const { token } = countingEntropy();
  const part = (body: string, ...fields: readonly string[]) => ({
    fields: fields.map((type) => makeField('Content-Type', type)),
    body: bytesOf(body)
  });
  test('RFC 2046 §5.1.1: what is written', () => {
    const parameters = Parameters.of(['type', '"text/plain"']);
    const { type, bytes } = formatMultipart('related', [part('x', 'text/plain'), part('')], () => 'b', parameters);
    expect(type).toBe('multipart/related;type="text/plain";boundary=b');
    expect(textOf(bytes)).toBe('--b\r\nContent-Type: text/plain\r\n\r\nx\r\n--b\r\n\r\n\r\n--b--\r\n');
  });
  test('whatever is written is read again, byte for byte', () => {
    const body = fc
      .array(fc.constantFrom('--', 't1', '--t1', '\r\n', '\r\n--', '\0', '\u00ff', 'x', '--t2--'))
      .map((all) => all.join(''));
    fc.assert(
      fc.property(fc.array(body, { minLength: 1, maxLength: 16 }), (bodies) => {
        const { type, bytes } = formatMultipart(
          'mixed',
          bodies.map((one) => part(one, 'a/b')),
          countingEntropy().token
        );
        const parts = read(entity(type, textOf(bytes))).parts;
        expect(parts.map((one) => textOf(one.body))).toEqual(bodies);
      })
    );
  });
  test('a boundary that occurs in a part, its fields or where they meet is not taken', () => {
    expect(formatMultipart('mixed', [part('--t1'), part('', 'a/b;x="--t2"')], token).type).toContain('boundary=t3');
  });
  test.each([
    ['no part', () => formatMultipart('mixed', [], token)],
    ['no subtype', () => formatMultipart('', [part('x')], token)],
    ['a subtype that is no token', () => formatMultipart('mixed\r\nX: y', [part('x')], token)],
    ['a token that is no boundary', () => formatMultipart('mixed', [part('x')], () => 'b\r\n')],
    ['a token that is too long', () => formatMultipart('mixed', [part('x')], () => 'b'.repeat(71))],
    ['a token that is none', () => formatMultipart('mixed', [part('x')], () => '')],
    ['a token that never changes', () => formatMultipart('mixed', [part('--b')], () => 'b')]
  ])('%s is a mistake of the caller', (_, format) => {
    expect(format).toThrow(UsageError);
    expect(format).toThrow(expect.objectContaining({ code: 'ERR_SIP_INVALID_OPTION' }));
  });
});
