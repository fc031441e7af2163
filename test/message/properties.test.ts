/** What holds for every message, whatever it says. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatMessage } from '../../src/message/format.ts';
import { makeField } from '../../src/message/field.ts';
import { nameAddr } from '../../src/message/headers/name-addr.ts';
import type { Via } from '../../src/message/headers/via.ts';
import type { SipMessage } from '../../src/message/message.ts';
import { parseMessage } from '../../src/message/parse.ts';
import { buildRequest, type RequestParts } from '../../src/message/request.ts';
import { buildResponse } from '../../src/message/response.ts';
import { sipUri } from '../../src/message/uri/uri.ts';
import { Parameters } from '../../src/syntax/parameters.ts';
import { encodeUtf8 } from '../../src/syntax/utf8.ts';
import { frameDatagram } from '../../src/transport/framing/datagram.ts';
import { type Frame, StreamFramer } from '../../src/transport/framing/stream.ts';
import { formatWebSocketMessage, frameWebSocketMessage } from '../../src/transport/framing/websocket.ts';
import { corpus } from '../torture/messages.ts';
import { bytesOf, invite, ok, rawBytes, register, textOf, written } from './samples.ts';

const token = fc.stringMatching(/^[a-zA-Z0-9.!%*_+`'~-]{1,12}$/);
const fieldName = token.filter(
  (name) => !/^(?:[vftilcm]|via|from|to|call-id|cseq|max-forwards|content-length|route)$/i.test(name)
);
const host = fc.oneof(
  fc.domain(),
  fc.ipV4(),
  fc.ipV6().map((address) => `[${address}]`)
);
const port = fc.option(fc.integer({ min: 0, max: 65_535 }), { nil: undefined });
const user = fc.stringMatching(/^[a-zA-Z0-9!$&'()*+,./;=?_~-]{1,12}$/);
/** No control characters: a display name may hold them, but CR and LF it may not. */
const displayName = fc.option(
  fc.string({ unit: 'grapheme', maxLength: 20 }).filter((text) => !/[\r\n]/.test(text) && text !== ''),
  { nil: undefined }
);
const parameters = fc
  .uniqueArray(fc.tuple(token, fc.oneof(fc.constant(''), token)), {
    selector: ([name]) => name.toLowerCase(),
    maxLength: 4
  })
  .map((pairs) => Parameters.of(...pairs.filter(([name]) => !/^(?:tag|branch|rport|received|maddr|ttl)$/i.test(name))));
const uri = fc
  .tuple(fc.constantFrom('sip', 'sips'), user, host)
  .map(([scheme, name, where]) => sipUri(`${scheme}:${name}@${where}`));
const address = fc.tuple(uri, displayName, parameters, token).map(([target, name, others, tag]) => ({
  ...nameAddr(target, others.with('tag', tag)),
  displayName: name,
  tag
}));
const via: fc.Arbitrary<Via> = fc
  .record({ transport: fc.constantFrom('UDP', 'TCP', 'TLS', 'WS'), host, port, parameters, branch: token })
  .map((parts) => ({ ...parts, parameters: parts.parameters.with('branch', parts.branch) }));
const field = fc
  .tuple(
    fieldName,
    fc.string({ maxLength: 20 }).filter((text) => !/[\r\n\0]/.test(text))
  )
  .map(([name, value]) => makeField(name, encodeUtf8(value.trim())));
const requests: fc.Arbitrary<RequestParts> = fc.record({
  method: token,
  requestUri: uri,
  via,
  from: address,
  to: address,
  callId: token,
  sequence: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
  maxForwards: fc.nat(255),
  fields: fc.array(field, { maxLength: 5 }),
  body: fc.uint8Array({ maxLength: 40 })
});

function read(bytes: Uint8Array): SipMessage {
  const message = parseMessage(bytes);
  if (message.kind === 'refused') throw new Error(message.fault.toString());
  return message;
}

const essentials = ({ topmostVia, from, to, callId, cseq }: SipMessage): unknown => ({
  topmostVia,
  from,
  to,
  callId,
  cseq
});
const linesOf = (message: SipMessage): readonly string[] =>
  message.fields.filter(({ name }) => name !== 'Content-Length').map(({ line }) => line);

function expectSame(a: SipMessage, b: SipMessage): void {
  expect(a.startLine).toBe(b.startLine);
  expect(essentials(a)).toEqual(essentials(b));
  expect(linesOf(a)).toEqual(linesOf(b));
  expect([...a.body]).toEqual([...b.body]);
}

describe('§7: what is written is read', () => {
  test('parse(format(request)) is the request', () => {
    fc.assert(
      fc.property(requests, (parts) => {
        const request = buildRequest(parts);
        expectSame(read(formatMessage(request)), request);
      })
    );
  });
  test('§8.2.6: parse(format(response)) is the response, and goes back to who asked', () => {
    const reason = fc.string({ maxLength: 20 }).filter((text) => !/[\x00-\x1f\x7f]/.test(text));
    fc.assert(
      fc.property(requests, fc.integer({ min: 100, max: 699 }), reason, token, (parts, status, text, toTag) => {
        const request = buildRequest(parts);
        const response = buildResponse(request, status, { toTag, reason: encodeUtf8(text) });
        const again = read(formatMessage(response));
        expectSame(again, response);
        expect(again.topmostVia).toEqual(request.topmostVia);
        expect(again.cseq).toEqual(request.cseq);
      })
    );
  });
  test('format(parse(bytes)) is a fixed point', () => {
    fc.assert(
      fc.property(requests, (parts) => {
        const once = formatMessage(buildRequest(parts));
        expect(textOf(formatMessage(read(once)))).toBe(textOf(once));
      })
    );
  });
  test('§18.3: octets behind the body change nothing', () => {
    fc.assert(
      fc.property(requests, fc.uint8Array({ maxLength: 40 }), (parts, trailing) => {
        const bytes = formatMessage(buildRequest(parts));
        expectSame(read(Uint8Array.from([...bytes, ...trailing])), read(bytes));
      })
    );
  });
  test('§7.5: empty lines in front change nothing', () => {
    fc.assert(
      fc.property(requests, fc.nat(5), (parts, count) => {
        const bytes = formatMessage(buildRequest(parts));
        expectSame(read(Uint8Array.from([...rawBytes('\r\n'.repeat(count)), ...bytes])), read(bytes));
      })
    );
  });
});

describe('§7.3.1: what is written differently and means the same', () => {
  const compact = new Map([
    ['Via', 'v'],
    ['From', 'f'],
    ['To', 't'],
    ['Call-ID', 'i'],
    ['Content-Length', 'l'],
    ['Content-Type', 'c'],
    ['Contact', 'm']
  ]);
  const spelling = fc.record({
    name: fc.constantFrom('as it is', 'compact', 'upper', 'lower'),
    before: fc.constantFrom('', ' ', '\t'),
    after: fc.constantFrom('', ' ', ' \t ', '\r\n ', '\r\n\t\r\n '),
    behind: fc.constantFrom('', ' ', '\t', '\r\n ')
  });
  /** Every field of a message in another spelling; the order of fields of other names is another one, too. */
  const respell = (
    text: string,
    spellings: readonly { name: string; before: string; after: string; behind: string }[],
    turn: number
  ): string => {
    const [head = '', body = ''] = text.split('\r\n\r\n');
    const [start = '', ...lines] = head.split('\r\n');
    const fields = lines.map((line, at) => {
      const colon = line.indexOf(':');
      const [name, value] = [line.slice(0, colon), line.slice(colon + 1).trim()];
      const { name: how, before, after, behind } = spellings[at % spellings.length]!;
      const spelled =
        how === 'compact'
          ? (compact.get(name) ?? name)
          : how === 'upper'
            ? name.toUpperCase()
            : how === 'lower'
              ? name.toLowerCase()
              : name;
      return `${spelled}${before}:${after}${value}${behind}`;
    });
    const turned = [...fields.slice(turn % fields.length), ...fields.slice(0, turn % fields.length)];
    return `${start}\r\n${turned.join('\r\n')}\r\n\r\n${body}`;
  };
  test.each([
    ['an INVITE', invite],
    ['a REGISTER', register]
  ])('%s', (_name, text) => {
    const plain = text.replaceAll('\n', '\r\n');
    const expected = read(rawBytes(plain));
    fc.assert(
      fc.property(fc.array(spelling, { minLength: 1, maxLength: 6 }), fc.nat(20), (spellings, turn) => {
        const message = read(rawBytes(respell(plain, spellings, turn)));
        expect(message.startLine).toBe(expected.startLine);
        expect(essentials(message)).toEqual(essentials(expected));
        expect(message.body).toEqual(expected.body);
        for (const { name, value } of expected.fields) expect(message.field(name)?.value).toBe(value);
      })
    );
  });
});

describe('§18.3: any split of a stream gives the same messages', () => {
  const told = (frames: readonly Frame[]): readonly string[] =>
    frames.map((frame) =>
      frame.kind === 'message' ? textOf(frame.bytes) : frame.kind === 'fault' ? frame.fault.toString() : frame.kind
    );
  const inPieces = (bytes: Uint8Array, cuts: readonly number[]): readonly string[] => {
    const framer = new StreamFramer();
    const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].toSorted((a, b) => a - b);
    return [...places, bytes.length].flatMap((place, at) => told(framer.push(bytes.slice(places[at - 1] ?? 0, place))));
  };
  const messages = [invite, ok, register].map(bytesOf);
  const piece = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...messages, ...corpus()) },
    { weight: 1, arbitrary: fc.constantFrom('\r\n', '\r\n\r\n', '\r').map(rawBytes) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 8 }) }
  );
  test('messages, keep-alives, torture and rubbish, one behind the other, cut anywhere', () => {
    fc.assert(
      fc.property(
        fc.array(piece, { minLength: 1, maxLength: 5 }),
        fc.array(fc.nat(20_000), { maxLength: 12 }),
        (pieces, cuts) => {
          const bytes = Uint8Array.from(pieces.flatMap((one) => [...one]));
          expect(inPieces(bytes, cuts)).toEqual(told(new StreamFramer().push(bytes)));
        }
      )
    );
  });
  test('each of them byte by byte', () => {
    for (const bytes of [...messages, ...corpus()]) {
      const everywhere = Array.from({ length: bytes.length }, (_, at) => at);
      expect(inPieces(bytes, everywhere)).toEqual(told(new StreamFramer().push(bytes)));
    }
  });
  test('sound messages one behind the other come out as they are', () => {
    fc.assert(
      fc.property(fc.array(requests, { minLength: 1, maxLength: 4 }), (all) => {
        const texts = all.map((parts) => written(buildRequest(parts)));
        expect(told(new StreamFramer().push(rawBytes(texts.join(''))))).toEqual(texts);
      })
    );
  });
});

describe('one message, three framings', () => {
  const framings: Readonly<Record<string, (bytes: Uint8Array) => Uint8Array | undefined>> = {
    datagram: frameDatagram,
    stream(bytes) {
      const [frame] = new StreamFramer().push(bytes);
      return frame?.kind === 'message' ? frame.bytes : undefined;
    },
    websocket(bytes) {
      const frame = frameWebSocketMessage(formatWebSocketMessage(bytes));
      return frame.kind === 'message' ? frame.bytes : undefined;
    }
  };
  test('RFC 3261 §18.3, RFC 7118 §5: a message is the same from a datagram, a stream and a WebSocket', () => {
    fc.assert(
      fc.property(requests, (parts) => {
        const bytes = formatMessage(buildRequest(parts));
        for (const frame of Object.values(framings)) expect(textOf(frame(bytes)!)).toBe(textOf(bytes));
      })
    );
  });
  test('RFC 3261 §18.3, RFC 7118 §5: and what was read is, whatever stands behind it', () => {
    for (const bytes of [invite, ok, register].map(bytesOf)) {
      const more = Uint8Array.from([...bytes, ...bytes]);
      for (const frame of Object.values(framings)) expectSame(read(frame(more)!), read(bytes));
    }
  });
});

describe('a message is a value: a copy leaves it as it was', () => {
  test('with a field added, and taken away again', () => {
    fc.assert(
      fc.property(requests, field, (parts, added) => {
        const request = buildRequest({ ...parts, fields: [] });
        const before = written(request);
        const more = request.withField(added.name, added.value);
        expect(more.field(added.name.toUpperCase())?.value).toBe(added.value);
        expect(written(more.without(added.name))).toBe(before);
        expect(written(request)).toBe(before);
      })
    );
  });
  test('with another top Via, and the old one again', () => {
    fc.assert(
      fc.property(requests, via, (parts, other) => {
        const request = buildRequest(parts);
        const before = written(request);
        const hop = request.withTopmostVia(other);
        expect(read(formatMessage(hop)).topmostVia).toEqual(other);
        expect(written(hop.withTopmostVia(request.topmostVia))).toBe(before);
        expect(written(request)).toBe(before);
      })
    );
  });
});
