import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import {
  defaultStreamLimits,
  type Frame,
  StreamFramer,
  type StreamLimits
} from '../../../src/transport/framing/stream.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** A frame in a word: the text of a message, `ping`, `pong`, `400 RFC 3261 §20.14 of <head>`. */
function wordOf(frame: Frame): string {
  if (frame.kind === 'message') return textOf(frame.bytes);
  if (frame.kind !== 'fault') return frame.kind;
  const head = frame.bytes === undefined ? 'nothing' : textOf(frame.bytes);
  return `${String(frame.fault.status)} ${frame.fault.section} of ${head}`;
}

/** What comes out of a text that comes in these chunks. */
function framesOf(chunks: readonly string[], limits?: StreamLimits): readonly string[] {
  const framer = new StreamFramer(limits);
  return chunks.flatMap((chunk) => framer.push(bytesOf(chunk)).map(wordOf));
}

const head = (...fields: readonly string[]): string =>
  ['OPTIONS sip:bob@192.0.2.1 SIP/2.0', 'Call-ID: 1', ...fields, '', ''].join('\r\n');
const message = (body: string): string => head(`Content-Length: ${String(body.length)}`) + body;
const badLength = (text: string): string => `400 RFC 3261 §20.14 of ${text}`;

describe('messages', () => {
  test('RFC 3261 §18.3: the body ends where the Content-Length says', () => {
    expect(framesOf([message('one') + message('') + message('three')])).toEqual([
      message('one'),
      message(''),
      message('three')
    ]);
  });

  test.each([
    ['as the RFC writes it', 'Content-Length: 3'],
    ['compact', 'l:3'],
    ['compact, in upper case, with space before the colon', 'L \t: 3'],
    ['in another case', 'CONTENT-length:3'],
    ['with zeros before it', 'Content-Length: 0000000003'],
    ['with space behind it', 'Content-Length: 3 \t'],
    ['folded', 'Content-Length:\r\n 3'],
    ['folded twice', 'Content-Length: \r\n\t\r\n 3\r\n ']
  ])('RFC 3261 §20.14: a Content-Length %s', (_, field) => {
    expect(framesOf([`${head(field)}one${message('')}`])).toEqual([`${head(field)}one`, message('')]);
  });

  test.each([
    ['in the start line', 'INVITE sip:l:9@x SIP/2.0\r\n'],
    ['in a folded value', 'OPTIONS sip:x SIP/2.0\r\nSubject: a\r\n l: 9\r\n'],
    ['behind another name', 'OPTIONS sip:x SIP/2.0\r\nX-Content-Length: 9\r\nll: 9\r\n'],
    ['inside a value', 'OPTIONS sip:x SIP/2.0\r\nSubject: Content-Length: 9\r\n']
  ])('RFC 3261 §7.3: what looks like a Content-Length %s is none', (_, lines) => {
    const text = `${lines}Content-Length: 0\r\n\r\n`;
    expect(framesOf([text])).toEqual([text]);
  });

  test('RFC 3261 §18.3: a body may hold empty lines, heads and NULs', () => {
    const body = `\r\n\r\n${message('x')}\0\r\n\r\n`;
    expect(framesOf([message(body), message('')])).toEqual([message(body), message('')]);
  });

  test('what was given out is not written over by what comes later', () => {
    const framer = new StreamFramer();
    const [first] = framer.push(bytesOf(message('one')));
    framer.push(bytesOf('x'.repeat(5000)));
    expect(first).toEqual({ kind: 'message', bytes: bytesOf(message('one')) });
  });

  test('pending: from the first byte of a message to its last', () => {
    const framer = new StreamFramer();
    const pendingAfter = (text: string): boolean => {
      framer.push(bytesOf(text));
      return framer.pending;
    };
    expect(framer.pending).toBe(false);
    expect(pendingAfter('O')).toBe(true);
    expect(pendingAfter(message('one').slice(1, -1))).toBe(true);
    expect(pendingAfter('e')).toBe(false);
    expect(pendingAfter(`${message('')}O`)).toBe(true);
  });
});

describe('a Content-Length that can not be trusted', () => {
  test.each([
    ['missing', []],
    ['negative', ['Content-Length: -5']],
    ['with a sign', ['Content-Length: +5']],
    ['hexadecimal', ['Content-Length: 0x10']],
    ['exponential', ['Content-Length: 1e3']],
    ['with a fraction', ['Content-Length: 5.0']],
    ['of eleven digits', ['Content-Length: 00000000005']],
    ['2^32 + 32, in eleven digits', ['Content-Length: 04294967328']],
    ['empty', ['Content-Length:']],
    ['two numbers', ['Content-Length: 3 0']],
    ['a list', ['Content-Length: 3, 3']],
    ['folded in the middle', ['Content-Length: 3\r\n 0']],
    ['padded with what is no SP', ['Content-Length: \u00a05']],
    ['padded with a vertical tab', ['Content-Length: \v5']],
    ['not of digits', ['Content-Length: abc']],
    ['there twice', ['Content-Length: 3', 'Content-Length: 0']],
    ['there twice, equal', ['Content-Length: 3', 'Content-Length: 3']],
    ['there twice, once compact', ['l: 3', 'Content-Length: 3']],
    ['there twice, once broken', ['l: 3', 'Content-Length: -5']]
  ])('RFC 3261 §18.3: %s: 400, and nothing behind it is read', (_, fields) => {
    const broken = head(...fields);
    expect(framesOf([message(''), broken, message('three')])).toEqual([message(''), badLength(broken)]);
    expect(framesOf([`${broken}${message('three')}`])).toEqual([badLength(broken)]);
  });

  test('RFC 3261 §18.3: more than a message may be is 513 before its body comes', () => {
    for (const length of ['262145', '4294967295', '9999999999']) {
      const large = head(`Content-Length: ${length}`);
      expect(framesOf([large, 'x'.repeat(1000)])).toEqual([`513 RFC 3261 §18.3 of ${large}`]);
    }
  });

  test('after a fault nothing is held, whatever comes', () => {
    const framer = new StreamFramer();
    framer.push(bytesOf(head('Content-Length: -5') + message('three')));
    expect(framer.push(bytesOf(message('')))).toEqual([]);
    expect({ pending: framer.pending, length: framer.length }).toEqual({ pending: false, length: 0 });
  });
});

describe('limits', () => {
  const limits = { head: 100, message: 120 };
  /** A head of so many bytes. */
  const headOf = (length: number, contentLength = 0): string => {
    const bare = head(`l: ${String(contentLength)}`, 'A: ').length;
    return head(`l: ${String(contentLength)}`, `A: ${'a'.repeat(length - bare)}`);
  };

  test('a head of just the limit is a message, one byte more is 513', () => {
    for (const feed of [(text: string) => [text], (text: string) => Array.from(text)]) {
      expect(framesOf(feed(headOf(100)), limits)).toEqual([headOf(100)]);
      expect(framesOf(feed(headOf(101)), limits)).toEqual(['513 RFC 3261 §18.3 of nothing']);
    }
  });

  test('a head that does not end is given up one byte behind the limit', () => {
    const framer = new StreamFramer(limits);
    expect(framer.push(bytesOf('x'.repeat(100)))).toEqual([]);
    expect(framer.push(bytesOf('x')).map(wordOf)).toEqual(['513 RFC 3261 §18.3 of nothing']);
  });

  test('a message of just the limit is one, one byte more is 513', () => {
    const whole = headOf(90, 30) + 'x'.repeat(30);
    expect(framesOf([whole], limits)).toEqual([whole]);
    expect(framesOf([headOf(90, 31)], limits)).toEqual([`513 RFC 3261 §18.3 of ${headOf(90, 31)}`]);
  });

  test('threat V7: nothing is allocated from Content-Length: what is held is what came', () => {
    const sizes: number[] = [];
    const Native = Uint8Array;
    const counting = new Proxy(Native, {
      construct(target, parts: unknown[], to: typeof Native) {
        if (typeof parts[0] === 'number') sizes.push(parts[0]);
        return Reflect.construct(target, parts, to) as object;
      }
    });
    globalThis.Uint8Array = counting;
    try {
      const framer = new StreamFramer({ head: 65_536, message: 2 ** 40 });
      framer.push(bytesOf(head('Content-Length: 9999999999')));
      framer.push(new Native(10_000));
      expect(framer.length).toBe(head('Content-Length: 9999999999').length + 10_000);
    } finally {
      globalThis.Uint8Array = Native;
    }
    expect(Math.max(...sizes)).toBeLessThan(20_000);
  });
});

describe('keep-alives', () => {
  test.each([
    [['\r\n\r\n'], ['ping']],
    [['\r', '\n', '\r', '\n'], ['ping']],
    [['\r\n', '\r\n'], ['ping']],
    [['\r\n\r', '\n'], ['ping']],
    [['\r\n\r\n\r\n\r\n'], ['ping', 'ping']],
    [
      ['\r\n', message('')],
      ['pong', message('')]
    ],
    [
      ['\r', '\n', message('').slice(0, 1), message('').slice(1)],
      ['pong', message('')]
    ],
    [
      ['\r\n\r\n\r\n', message('')],
      ['ping', 'pong', message('')]
    ],
    [[`${message('one')}\r\n\r\n${message('')}`], [message('one'), 'ping', message('')]],
    // A CRLF alone may be half a ping: it is told when something else follows.
    [['\r\n'], []],
    [['\r\n\r'], []]
  ])('RFC 5626 §3.5.1: %j is %j', (chunks, words) => {
    expect(framesOf(chunks)).toEqual(words);
  });

  test('a CRLF that may be half a ping is no message begun, a CR before anything else is', () => {
    const pendingAfter = (text: string): boolean => {
      const framer = new StreamFramer();
      framer.push(bytesOf(text));
      return framer.pending;
    };
    expect(['\r', '\r\n', '\r\n\r', '\r\n\r\n'].map(pendingAfter)).toEqual([false, false, false, false]);
    expect(['\n', '\rx', '\r\nx', '\r\n\rx', '\r\n\r\nx'].map(pendingAfter)).toEqual([true, true, true, true, true]);
  });
});

describe('splits', () => {
  const part = fc.oneof(
    fc.string({ maxLength: 20 }).map((body) =>
      message(
        Array.from(body)
          .filter((one) => one < '\u0080')
          .join('')
      )
    ),
    fc.constantFrom('\r\n', '\r\n\r\n', '\r', '\r\n\r', head('Content-Length: -5'), head(), 'x', '\r\n\r\n\0')
  );
  const limits = { head: 100, message: 110 };

  test('any split of a stream gives the same frames', () => {
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), fc.array(fc.nat(40), { maxLength: 30 }), (parts, sizes) => {
        const text = parts.join('');
        const chunks: string[] = [];
        let at = 0;
        for (const size of sizes) chunks.push(text.slice(at, (at += size)));
        chunks.push(text.slice(at));
        const whole = framesOf([text], limits);
        expect(framesOf(chunks, limits)).toEqual(whole);
        expect(framesOf(Array.from(text), limits)).toEqual(whole);
      })
    );
  });

  test('any bytes: nothing is thrown, nothing is lost, no more is held than a message may be', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 90 }), { maxLength: 12 }), (chunks) => {
        const framer = new StreamFramer(limits);
        for (const chunk of chunks) {
          framer.push(chunk);
          expect(framer.length).toBeLessThanOrEqual(limits.message);
        }
      })
    );
  });

  /** How often bytes of a buffer are read one by one while a text is fed. */
  function looksAt(chunks: readonly Uint8Array[]): number {
    let looks = 0;
    const Native = Uint8Array;
    const watch = (bytes: Uint8Array): Uint8Array =>
      new Proxy(bytes, {
        get(target, key) {
          if (typeof key === 'string' && /^\d+$/.test(key)) looks++;
          const value: unknown = Reflect.get(target, key, target);
          return typeof value === 'function' ? (value as () => unknown).bind(target) : value;
        }
      });
    globalThis.Uint8Array = new Proxy(Native, {
      construct: (target, parts: unknown[]) => watch(Reflect.construct(target, parts) as Uint8Array)
    });
    try {
      const framer = new StreamFramer(defaultStreamLimits);
      for (const chunk of chunks) framer.push(chunk);
    } finally {
      globalThis.Uint8Array = Native;
    }
    return looks;
  }

  test.each([1000, 2000, 4000])(
    'threat V10: a head of %i bytes that comes byte by byte is looked at once',
    (length) => {
      const chunks = [...bytesOf('a'.repeat(length))].map((byte) => Uint8Array.of(byte));
      const looks = looksAt(chunks);
      expect(looks).toBeGreaterThan(length);
      expect(looks).toBeLessThan(4 * length);
    }
  );

  test('a chunk of many pings is looked at once', () => {
    expect(looksAt([bytesOf('\r\n\r\n'.repeat(1000))])).toBeLessThan(12 * 4000);
  });
});
