import fc from 'fast-check';
import * as library from 'sdp-transform';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { Fault } from '../../src/message/fault.ts';
import { UsageError } from '../../src/message/usage-error.ts';
import {
  directionOf,
  formatSessionDescription,
  type MediaDescription,
  parseSessionDescription,
  type SessionDescription
} from '../../src/sdp/session-description.ts';
import { defaultSessionDescriptionLimits } from '../../src/sdp/session-description-limits.ts';

// Watched, not replaced: what reaches the library is what this file is about.
vi.mock('sdp-transform', async (original) => {
  const real = await original<typeof library>();
  return { ...real, parse: vi.fn(real.parse) };
});
const handedOver = vi.mocked(library.parse);
afterEach(() => {
  handedOver.mockClear();
});

const encoder = new TextEncoder();
const parsed = (text: string) => parseSessionDescription(encoder.encode(text));

/** A session description of these lines behind `t=`. */
const sdp = (...lines: readonly string[]): string =>
  ['v=0', 'o=- 1 2 IN IP4 192.0.2.1', 's=-', 't=0 0', ...lines, ''].join('\r\n');

function read(text: string): SessionDescription {
  const description = parsed(text);
  if (description instanceof Fault) throw new Error(description.toString());
  return description;
}
const media = (...lines: readonly string[]): MediaDescription => read(sdp(...lines)).media[0] as MediaDescription;
const many = (count: number, line: string): readonly string[] => Array.from({ length: count }, () => line);

describe('parseSessionDescription', () => {
  test('RFC 4566 §5: the example', () => {
    const text = [
      'v=0',
      'o=jdoe 2890844526 2890842807 IN IP4 10.47.16.5',
      's=SDP Seminar',
      'i=A Seminar on the session description protocol',
      'u=http://www.example.com/seminars/sdp.pdf',
      'e=j.doe@example.com (Jane Doe)',
      'c=IN IP4 224.2.17.12/127',
      't=2873397496 2873404696',
      'a=recvonly',
      'm=audio 49170 RTP/AVP 0',
      'm=video 51372 RTP/AVP 99',
      'a=rtpmap:99 h263-1998/90000'
    ].join('\r\n');
    const nothing = { portCount: 1, connection: undefined, direction: undefined, formatParameters: [], attributes: [] };
    expect(parsed(text)).toEqual({
      origin: {
        username: 'jdoe',
        sessionId: '2890844526',
        sessionVersion: '2890842807',
        addressType: 'IP4',
        address: '10.47.16.5'
      },
      name: 'SDP Seminar',
      connection: { addressType: 'IP4', address: '224.2.17.12/127' },
      timing: { start: '2873397496', stop: '2873404696' },
      direction: 'recvonly',
      attributes: [],
      media: [
        { ...nothing, media: 'audio', port: 49170, protocol: 'RTP/AVP', formats: ['0'], rtpMaps: [] },
        {
          ...nothing,
          media: 'video',
          port: 51372,
          protocol: 'RTP/AVP',
          formats: ['99'],
          rtpMaps: [{ format: '99', encodingName: 'h263-1998', clockRate: '90000', parameters: undefined }]
        }
      ]
    });
  });

  test('RFC 8866 §5.2: numbers of any length, and words that look like numbers', () => {
    const text = sdp().replace('o=- 1 2 IN IP4 192.0.2.1', 'o=NaN 18446744073709551616 007 IN IP6 2001:db8::1');
    expect(read(text.replace('s=-', 's=1e3')).origin).toEqual({
      username: 'NaN',
      sessionId: '18446744073709551616',
      sessionVersion: '007',
      addressType: 'IP6',
      address: '2001:db8::1'
    });
    expect(read(text.replace('s=-', 's=12')).name).toBe('12');
    expect(read(text.replace('s=-', 's=')).name).toBe('');
    expect(read(text.replace('s=-', 's=a\u2028b')).name).toBe('a');
  });

  test('RFC 8866 §5: line ends of LF alone, and empty lines behind the last', () => {
    expect(read(sdp('m=audio 9 RTP/AVP 0').replaceAll('\r\n', '\n'))).toEqual(read(sdp('m=audio 9 RTP/AVP 0')));
    expect(read(`${sdp()}\r\n\r\n\n`)).toEqual(read(sdp()));
  });

  test('RFC 8866 §5.9, §5.7: of several the last that can be read as one counts', () => {
    const lines = ['c=IN IP4 192.0.2.2', 'c=IN IP6 ::1', 'c=ATM NSAP x', 't=1 2', 't=now', 'c=IN IP4 192.0.2.3'];
    expect(read(sdp(...lines.slice(0, 5)))).toMatchObject({
      connection: { addressType: 'IP6', address: '::1' },
      timing: { start: '1', stop: '2' }
    });
    expect(media('m=audio 9 RTP/AVP 0', ...lines.slice(0, 3)).connection?.address).toBe('::1');
    expect(media('m=audio 9 RTP/AVP 0', 'c=IN IP4 x', 'c=IN IP5 x').connection).toBeUndefined();
    expect(parsed(sdp('t= 5'))).toMatchObject({ status: 400, section: 'RFC 8866 §5.9', offset: 0 });
  });

  test('RFC 8866 §5.14: a number of ports, white space twice and behind, any protocol', () => {
    expect(media('m=video 49170/2 RTP/AVP 31')).toMatchObject({ port: 49170, portCount: 2, formats: ['31'] });
    expect(media('m=audio  9 RTP/AVP 0  8 ')).toMatchObject({ protocol: 'RTP/AVP', formats: ['0', '8'] });
    expect(media('m=application 9 X-Y/Z.1 * +')).toMatchObject({ protocol: 'X-Y/Z.1', formats: ['*', '+'] });
  });

  test('RFC 8866 §5.7: connections; what is no IP address is read over', () => {
    expect(media('m=audio 9 RTP/AVP 0', 'c=IN IP6 ::1').connection).toEqual({ addressType: 'IP6', address: '::1' });
    for (const value of ['IN IP5 x', 'IN IP4 ', 'ATM NSAP x'])
      expect(media('m=audio 9 RTP/AVP 0', `c=${value}`).connection).toBeUndefined();
  });

  test('RFC 8866 §6.6, §6.15: formats; those that can not be read stay attributes or are read over', () => {
    const description = media(
      'm=audio 9 RTP/AVP 96 97',
      'a=rtpmap:96 opus/48000/2',
      'a=rtpmap:097 8/8000',
      'a=rtpmap:98 x',
      'a=rtpmap: x/1',
      'a=rtpmap:99 /8000',
      'a=rtpmap',
      'a=fmtp:96 useinbandfec=1;x=__proto__',
      'a=fmtp:96 7',
      'a=fmtp: x',
      'a=fmtp:webrtc-datachannel max-retr=2',
      'a=12'
    );
    expect(description.rtpMaps).toEqual([
      { format: '96', encodingName: 'opus', clockRate: '48000', parameters: '2' },
      { format: '097', encodingName: '8', clockRate: '8000', parameters: undefined }
    ]);
    expect(description.formatParameters).toEqual([
      { format: '96', parameters: 'useinbandfec=1;x=__proto__' },
      { format: '96', parameters: '7' }
    ]);
    expect(description.attributes).toEqual([
      { name: 'rtpmap', value: undefined },
      { name: 'fmtp', value: 'webrtc-datachannel max-retr=2' },
      { name: '12', value: undefined }
    ]);
  });

  test('what one description says is no part of another', () => {
    const text = sdp('m=audio 9 RTP/AVP 0');
    const before = structuredClone(read(text));
    for (const list of Object.values(media('m=audio 9 RTP/AVP 0')).filter(Array.isArray)) list.push('more');
    expect(read(text)).toEqual(before);
  });

  test('RFC 8866 §6.7: the direction of a stream, of the session, or both ways', () => {
    const description = read(
      sdp(
        'a=recvonly',
        'm=audio 9 RTP/AVP 0',
        'a=sendrecv',
        'a=sendonly',
        'm=audio 9 RTP/AVP 0',
        'a=inactive:x',
        'a=sendrecvx'
      )
    );
    expect(description.media.map((one) => directionOf(one, description))).toEqual(['sendonly', 'recvonly']);
    const silent = read(sdp('m=audio 9 RTP/AVP 0'));
    expect(directionOf(silent.media[0] as MediaDescription, silent)).toBe('sendrecv');
  });

  test('threat V18: names of properties are attributes like any other', () => {
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
    const lines = names.flatMap((name) => [`a=${name}`, `a=${name}:{"x":1}`]);
    const description = read(sdp(...lines, 'm=__proto__ 9 __proto__ __proto__', ...lines, 'a=rtpmap:0 __proto__/8000'));
    const attributes = names.flatMap((name) => [
      { name, value: undefined },
      { name, value: '{"x":1}' }
    ]);
    expect(description.attributes).toEqual(attributes);
    expect(description.media).toMatchObject([{ media: '__proto__', formats: ['__proto__'], attributes }]);
    expect(read(formatSessionDescription(description))).toEqual(description);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});

describe('RFC 8866 §5: what is refused with 400', () => {
  const whole = sdp('m=audio 9 RTP/AVP 0');
  test.each([
    ['nothing', ''],
    ['text', 'hello'],
    ['no v=', whole.replace('v=0\r\n', '')],
    ['another version', whole.replace('v=0', 'v=1')],
    ['no o=', whole.replace(/o=.*\r\n/, '')],
    ['no s=', whole.replace('s=-\r\n', '')],
    ['no t=', whole.replace('t=0 0\r\n', '')],
    ['no t=, nor media', sdp().replace('t=0 0\r\n', '')],
    ['t= behind m=', whole.replace('t=0 0\r\n', '').concat('t=0 0\r\n')],
    ['o= before v=', whole.replace(/(v=.*\r\n)(o=.*\r\n)/, '$2$1')],
    ['s= before o=', whole.replace(/(o=.*\r\n)(s=.*\r\n)/, '$2$1')],
    ['t= before s=', whole.replace(/(s=.*\r\n)(t=.*\r\n)/, '$2$1')],
    ['a second v=', whole.replace('t=0 0', 't=0 0\r\nv=0')],
    ['a second session', whole + whole],
    ['an unknown type', sdp('x=y')],
    ['a type in upper case', sdp('A=x')],
    ['e= of a stream', sdp('m=audio 9 RTP/AVP 0', 'e=x')],
    ['no type', sdp('=x')],
    ['white space before =', sdp('a =x')],
    ['an empty line', sdp('', 'a=x')],
    ['an attribute without a name', sdp('a=')],
    ['an attribute with a value alone', sdp('a=:x')],
    ['an origin of too few words', whole.replace('o=- 1', 'o=1')],
    ['an origin without a name', whole.replace('o=- 1', 'o= 1')],
    ['an origin without numbers', whole.replace('o=- 1 2', 'o=-  ')],
    ['an origin with a number that is none', whole.replace('o=- 1 2', 'o=- 1 ')],
    ['an origin that is no IP address', whole.replace('IP4', 'E164')],
    ['an origin of IP5', whole.replace('IP4', 'IP5')],
    ['an origin without an address', whole.replace('192.0.2.1', '')],
    ['times that are none', whole.replace('t=0 0', 't=now')],
    ['half a time', whole.replace('t=0 0', 't= 0')],
    ['the other half', whole.replace('t=0 0', 't=0 ')],
    ['m= without a port', sdp('m=audio')],
    ['m= with a negative port', sdp('m=audio -1 RTP/AVP 0')],
    ['m= with a great port', sdp('m=audio 65536 RTP/AVP 0')],
    ['m= with a port of many digits', sdp('m=audio 99999999999999 RTP/AVP 0')],
    ['m= with no ports', sdp('m=audio 9/0 RTP/AVP 0')],
    ['m= with half a number of ports', sdp('m=audio 9/ RTP/AVP 0')],
    ['m= without a format', sdp('m=audio 9 RTP/AVP')],
    ['m= without anything', sdp('m=')],
    ['m= with a tab', sdp('m=audio\t9 9 RTP/AVP 0')],
    ['NUL', sdp('a=fmtp\0')],
    ['CR alone', sdp('a=x\ra=y')],
    ['CR at the end', `${sdp()}\r`]
  ])('%s', (_, text) => {
    const fault = parsed(text);
    expect(fault).toMatchObject({ code: 'malformed-body', status: 400 });
    expect((fault as Fault).section).toMatch(/^RFC 8866 §5/);
  });

  test('what the library can not take', () => {
    handedOver.mockImplementationOnce(() => {
      throw new Error('boom');
    });
    expect(parsed(sdp('m=audio 9 RTP/AVP 0', 'a=rtpmap:0 PCMU/8000'))).toMatchObject({
      code: 'malformed-body',
      status: 400,
      section: 'RFC 8866 §5',
      offset: 0
    });
  });
});

describe('threat V14: a bomb', () => {
  const formats = (count: number): string => Array.from({ length: count }, (_, at) => at).join(' ');
  const audio = 'm=audio 9 RTP/AVP 0';
  const within = [
    ['media descriptions', sdp(...many(64, audio))],
    ['formats', sdp(`m=audio 9 RTP/AVP ${formats(128)}`, `m=audio 9 RTP/AVP ${formats(128)}`)],
    [
      'attributes of a media description',
      sdp(...many(20, 'a=x'), audio, ...many(512, 'a=x'), audio, ...many(512, 'a=x'))
    ],
    ['attributes in all', sdp(...many(2048, 'a=x'))],
    ['attributes in all, of media', sdp(...many(4, [audio, ...many(512, 'a=x')].join('\r\n')))],
    ['the length of an attribute name', sdp(`a=${'n'.repeat(256)}:${'v'.repeat(5000)}`, `a=${'n'.repeat(256)}`)],
    [
      'Chromium offers 121 attributes in one media',
      sdp(audio, ...many(121, 'a=candidate:1 1 udp 1 192.0.2.1 9 typ host'))
    ]
  ] as const;
  const beyond = [
    ['media descriptions', sdp(...many(65, audio))],
    ['a thousand media descriptions', sdp(...many(1000, audio))],
    ['formats', sdp(`m=audio 9 RTP/AVP ${formats(129)}`)],
    ['attributes of a media description', sdp(audio, ...many(513, 'a=x'))],
    ['ten thousand attributes', sdp(audio, ...many(10_000, 'a=x'))],
    ['attributes in all', sdp(...many(2049, 'a=x'))],
    ['attributes in all, of media', sdp('a=x', ...many(4, [audio, ...many(512, 'a=x')].join('\r\n')))],
    ['the length of an attribute name', sdp(`a=${'n'.repeat(257)}`)],
    ['the length of an attribute name, with a value', sdp(`a=${'n'.repeat(257)}:v`)],
    ['the length of a name in UTF-8', sdp(`a=${'ä'.repeat(129)}`)]
  ] as const;

  test.each(within)('%s: as many as there may be', (_, text) => {
    const { media, attributes } = read(text);
    expect(media).toHaveLength(text.match(/^m=/gm)?.length ?? 0);
    const all = [attributes, ...media.map((one) => one.attributes)].flat();
    expect(all.map(({ name, value }) => (value === undefined ? `a=${name}` : `a=${name}:${value}`))).toEqual(
      text.match(/^a=.*$/gm) ?? []
    );
  });
  test('sdp-transform is handed the formats of a stream, and nothing else', () => {
    const formatLines = ['a=rtpmap:96 opus/48000/2', 'a=fmtp:96 x=y', 'a=fmtp'];
    read(
      sdp('a=rtpmap:0 PCMU/8000', audio, 'a=x', 'a=candidate:1', 'a=rtpmapx:1', ...formatLines, 'a=sendonly', audio)
    );
    expect(handedOver).toHaveBeenCalledExactlyOnceWith(`m=\n${formatLines.join('\n')}\n`);
  });
  test.each(beyond)('%s: 488 for one more, and sdp-transform never sees it', (_, text) => {
    expect(parsed(text)).toMatchObject({ code: 'too-large', status: 488 });
    expect(parsed(text.replaceAll('\r\n', '\n'))).toMatchObject({ code: 'too-large', status: 488 });
    expect(handedOver).not.toHaveBeenCalled();
  });
  test('limits are options', () => {
    const limits = {
      ...defaultSessionDescriptionLimits,
      media: 1,
      formats: 1,
      mediaAttributes: 1,
      attributes: 2,
      attributeName: 1
    };
    const judged = (...lines: readonly string[]) => parseSessionDescription(encoder.encode(sdp(...lines)), limits);
    expect(judged('a=x', audio, 'a=y:zz')).not.toBeInstanceOf(Fault);
    for (const lines of [[audio, audio], [`${audio} 8`], [audio, 'a=x', 'a=x'], [...many(3, 'a=x')], ['a=xx']])
      expect(judged(...lines)).toMatchObject({ status: 488 });
  });
  test.each([
    ['a stream too many', sdp('x=y', ...many(65, audio))],
    ['a format too many', sdp('x=y', `m=audio 9 RTP/AVP ${formats(129)}`)],
    ['an attribute too many', sdp('x=y', ...many(2049, 'a=x'))]
  ])('%s behind a line that is broken: 488', (_, text) => {
    expect(parsed(text)).toMatchObject({ code: 'too-large', status: 488 });
  });
  test('where it is: in bytes of the body; before it a byte that is in no line is the first', () => {
    const name = 'ä'.repeat(129);
    const before = sdp('a=ä');
    const start = encoder.encode(before).length;
    expect(parsed(`${before}a=${name}\n`)).toMatchObject({ status: 488, offset: start + 2 + 256 });
    expect(parsed(`${before}a=${'n'.repeat(257)}\0\n`)).toMatchObject({ status: 488, offset: start + 2 + 256 });
    expect(parsed(`${before}a=${'n'.repeat(256)}\0\n`)).toMatchObject({ status: 400, offset: start + 2 + 256 });
    expect(parsed(`${before}m=audio 9 RTP/AVP ${formats(128)} 0`)).toMatchObject({
      status: 488,
      offset: start + `m=audio 9 RTP/AVP ${formats(128)}`.length
    });
    expect(parsed(`${before}a=\rb\n`)).toMatchObject({ status: 400, offset: start + 2 });
  });
  test('CVE-2018-1000098: a payload type is a text, however great', () => {
    expect(media('m=audio 9 RTP/AVP 4294967296', 'a=rtpmap:4294967296 x/99999999999999999999')).toMatchObject({
      formats: ['4294967296'],
      rtpMaps: [{ format: '4294967296', clockRate: '99999999999999999999' }]
    });
  });

  test('whatever comes, sdp-transform is never handed more than the limits', () => {
    const limits = { media: 2, formats: 3, mediaAttributes: 2, attributes: 3, attributeName: 6 };
    const line = fc.constantFrom(
      'm=audio 9 RTP/AVP 0',
      'm=a 9 b 0 1 2',
      'm=a 9 b 0 1 2 3',
      'a=x',
      'a=fmtp:0 v',
      'a=rtpmap:0 x/1',
      'a=rtpmap',
      'a=rtpmaps',
      'b=AS:1',
      'x',
      ''
    );
    const end = fc.constantFrom('\r\n', '\r\n', '\n', '\r');
    let handed = 0;
    const handedLines: [string, string][] = [
      ['m=audio 9 RTP/AVP 0', '\n'],
      ['a=fmtp:0 v', '\r\n']
    ];
    fc.assert(
      fc.property(fc.array(fc.tuple(line, end), { maxLength: 8 }), (lines) => {
        handedOver.mockClear();
        parseSessionDescription(encoder.encode(sdp() + lines.flat().join('')), limits);
        const texts = handedOver.mock.calls.map(([text]) => text);
        handed += texts.length;
        expect(texts.length).toBeLessThanOrEqual(limits.media);
        expect(texts.join('').match(/^a=/gm)?.length ?? 0).toBeLessThanOrEqual(limits.attributes);
        for (const text of texts) {
          expect(text).toMatch(/^m=\n(?:a=(?:rtpmap|fmtp)(?::[^\r\n\0]*)?\n)+$/);
          expect(text.match(/^a=/gm)?.length).toBeLessThanOrEqual(limits.mediaAttributes);
        }
      }),
      // So that it is handed something at all.
      { numRuns: 300, examples: [[handedLines]] }
    );
    expect(handed).toBeGreaterThan(0);
  });
});

describe('formatSessionDescription', () => {
  test('RFC 8866 §9: lines in their order', () => {
    const text = [
      'v=0',
      'o=- 1 2 IN IP4 192.0.2.1',
      's=a b',
      'c=IN IP6 ::1',
      't=1 2',
      'a=x:y',
      'a=inactive',
      'm=audio 9/2 RTP/AVP 96',
      'c=IN IP4 192.0.2.1',
      'a=rtpmap:96 opus/48000/2',
      'a=fmtp:96 a=b c',
      'a=ptime:20',
      'a=sendonly',
      'm=video 0 RTP/AVP 31',
      ''
    ].join('\r\n');
    expect(formatSessionDescription(read(text))).toBe(text);
  });

  test('whatever is read is written, and read again as the same', () => {
    const piece = fc.constantFrom(' ', ':', '/', '96', 'a', '__proto__', '\t', 'ä', '\u2028', '=', '0');
    const value = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''));
    const line = fc.oneof(
      fc
        .tuple(
          fc.constantFrom('a=', 'm=', 'c=IN IP4 ', 'a=rtpmap:96 ', 'a=fmtp:96 ', 'a=rtpmap:', 'a=fmtp:', 'b='),
          value
        )
        .map((two) => two.join('')),
      fc.constantFrom('m=audio 9 RTP/AVP 0 96', 'm=video 9/2 x 0', 'a=sendonly', 'a=inactive', 'a=rtpmap:96 x/8000/2')
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 6 }), (lines) => {
        const description = parsed(sdp(...lines));
        if (description instanceof Fault) return;
        expect(read(formatSessionDescription(description))).toEqual(description);
      }),
      { numRuns: 1000 }
    );
  });

  test('bytes that are no text, and texts that are no description: never thrown', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        const description = parseSessionDescription(Uint8Array.of(...encoder.encode(sdp('a=x')), ...bytes));
        if (!(description instanceof Fault)) formatSessionDescription(description);
      })
    );
  });

  const sound = read(sdp('m=audio 9 RTP/AVP 0'));
  const [stream] = sound.media as [MediaDescription];
  const injected = 'x\r\nm=evil 9 x 0';
  test.each<[string, Partial<SessionDescription>]>([
    ['a name', { name: injected }],
    ['a name with NUL', { name: '\0' }],
    ['a user', { origin: { ...sound.origin, username: 'a b' } }],
    ['no user', { origin: { ...sound.origin, username: '' } }],
    ['an address', { connection: { addressType: 'IP4', address: '1 2' } }],
    ['a time', { timing: { start: '0', stop: '0\n' } }],
    ['an attribute', { attributes: [{ name: 'x', value: injected }] }],
    ['the name of an attribute', { attributes: [{ name: injected, value: undefined }] }],
    ['no name of an attribute', { attributes: [{ name: '', value: 'x' }] }],
    ['a name of an attribute with a colon', { attributes: [{ name: 'x:y', value: undefined }] }],
    ['a medium', { media: [{ ...stream, media: 'audio 9' }] }],
    ['a format', { media: [{ ...stream, formats: [injected] }] }],
    [
      'an rtpmap',
      { media: [{ ...stream, rtpMaps: [{ format: '0', encodingName: 'x', clockRate: '1', parameters: '\n' }] }] }
    ],
    ['an fmtp', { media: [{ ...stream, formatParameters: [{ format: '0', parameters: injected }] }] }]
  ])('threat V20: %s that would break its line is a mistake of the caller', (_, part) => {
    expect(() => formatSessionDescription({ ...sound, ...part })).toThrow(UsageError);
    expect(() => formatSessionDescription({ ...sound, ...part })).toThrow(
      expect.objectContaining({ code: 'ERR_SIP_INVALID_OPTION' })
    );
  });
});
