import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { parse } from 'sdp-transform';
import { answerOffer, buildOffer } from '../../src/sdp/answer.ts';

const origin = { address: '192.0.2.1', sessionId: 7 };

/** An offer of these media lines. */
const offerOf = (...lines: readonly string[]): string =>
  ['v=0', 'o=alice 1 1 IN IP4 192.0.2.2', 's=-', 'c=IN IP4 192.0.2.2', 't=0 0', ...lines, ''].join('\r\n');

/** The media part of the answer, line by line. */
function mediaLines(...lines: readonly string[]): readonly string[] | undefined {
  const answer = answerOffer(offerOf(...lines), origin);
  const all = answer?.split('\r\n');
  return all?.slice(
    all.findIndex((line) => line.startsWith('m=')),
    -1
  );
}

describe('answerOffer', () => {
  test('RFC 3264 §6: a description of our own, with the timing of the offer', () => {
    const offer = offerOf('m=audio 49170 RTP/AVP 0').replace('t=0 0', 't=3034423619 3042462419');
    expect(answerOffer(offer, origin)).toBe(
      [
        'v=0',
        'o=- 7 1 IN IP4 192.0.2.1',
        's=-',
        'c=IN IP4 192.0.2.1',
        't=3034423619 3042462419',
        'm=audio 9 RTP/AVP 0',
        'a=inactive',
        ''
      ].join('\r\n')
    );
  });

  test('RFC 4566 §5.7: an IPv6 address is IP6', () => {
    const answer = answerOffer(offerOf('m=audio 9 RTP/AVP 0'), { ...origin, address: '2001:db8::1' });
    expect(answer).toContain('o=- 7 1 IN IP6 2001:db8::1\r\n');
    expect(answer).toContain('c=IN IP6 2001:db8::1\r\n');
  });

  test('RFC 8866 §5.9: an offer without timing is none', () => {
    const offer = offerOf('m=audio 9 RTP/AVP 0').replace('t=0 0\r\n', '');
    expect(answerOffer(offer, origin)).toBeUndefined();
  });

  test('RFC 3264 §6.1: the formats that are known, in the order of the offer, with what is said of them', () => {
    const answered = mediaLines(
      'm=audio 49170 RTP/AVP 96 8 18 0 101 97',
      'a=rtpmap:96 opus/48000/2',
      'a=fmtp:96 useinbandfec=1',
      'a=rtpmap:18 G729/8000',
      'a=fmtp:18 annexb=no',
      'a=rtpmap:101 telephone-event/8000',
      'a=fmtp:101 0-16',
      'a=rtpmap:97 speex/8000'
    );
    expect(answered?.toSorted()).toEqual(
      [
        'm=audio 9 RTP/AVP 96 8 0 101',
        'a=rtpmap:96 opus/48000/2',
        'a=rtpmap:101 telephone-event/8000',
        'a=fmtp:96 useinbandfec=1',
        'a=fmtp:101 0-16',
        'a=inactive'
      ].toSorted()
    );
  });

  test('RFC 8866 §6.6: of two rtpmaps of a format the last counts, and both are said again', () => {
    const maps = ['a=rtpmap:96 speex/8000', 'a=rtpmap:96 opus/48000/2'];
    expect(mediaLines('m=audio 9 RTP/AVP 96', ...maps)).toEqual(['m=audio 9 RTP/AVP 96', ...maps, 'a=inactive']);
    expect(mediaLines('m=audio 9 RTP/AVP 96', ...maps.toReversed())).toBeUndefined();
  });

  test('RFC 8866 §5: what is no ASCII is said again as it would be sent', () => {
    expect(mediaLines('m=audio 9 RTP/AVP 0', 'm=\u00e4\ud800 9 x 0')?.at(-1)).toBe('m=\u00e4\ufffd 0 x 0');
  });

  test('RFC 3551 §6: a static payload type needs no rtpmap, and one that says otherwise is believed', () => {
    expect(mediaLines('m=audio 9 RTP/AVP 9')).toEqual(['m=audio 9 RTP/AVP 9', 'a=inactive']);
    expect(mediaLines('m=audio 9 RTP/AVP 0', 'a=rtpmap:0 speex/8000')).toBeUndefined();
  });

  test.each(['sendrecv', 'sendonly', 'recvonly', 'inactive'])('RFC 3264 §6.1: to %s the answer is inactive', (way) => {
    expect(mediaLines('m=audio 9 RTP/AVP 0', `a=${way}`)?.at(-1)).toBe('a=inactive');
  });

  test('RFC 3264 §6: as many streams in the same order; what can not be taken gets port 0', () => {
    const answered = mediaLines(
      'm=video 51372 RTP/AVP 31',
      'm=audio 49170 RTP/AVP 0',
      'm=audio 0 RTP/AVP 0',
      'm=audio 49172 RTP/SAVP 0',
      'm=application 9 TCP/MSRP *',
      'm=audio 49174 RTP/AVP 18',
      'm=audio 49170/2 RTP/AVP 0'
    );
    expect(answered).toEqual([
      'm=video 0 RTP/AVP 31',
      'm=audio 9 RTP/AVP 0',
      'a=inactive',
      'm=audio 0 RTP/AVP 0',
      'm=audio 0 RTP/SAVP 0',
      'm=application 0 TCP/MSRP *',
      'm=audio 0 RTP/AVP 18',
      'm=audio 0 RTP/AVP 0'
    ]);
  });

  test.each([
    ['no media', offerOf()],
    ['video alone', offerOf('m=video 9 RTP/AVP 31')],
    ['unknown formats alone', offerOf('m=audio 9 RTP/AVP 18')],
    ['an origin that can not be read', offerOf('m=audio 9 RTP/AVP 0').replace('IP4', 'IP5')],
    ['times that can not be read', offerOf('m=audio 9 RTP/AVP 0').replace('t=0 0', 't=now')],
    ['nothing', ''],
    ['no session description', 'hello']
  ])('RFC 3261 §13.3.1.3: %s: nothing that could be taken', (_, offer) => {
    expect(answerOffer(offer, origin)).toBeUndefined();
  });
});

describe('threat: a hostile offer', () => {
  const line = fc.oneof(
    fc.string({ maxLength: 60 }),
    fc
      .tuple(
        fc.constantFrom('v', 'o', 's', 'c', 't', 'm', 'a', 'b', 'k', 'z', 'r'),
        fc.oneof(
          fc.string({ maxLength: 60 }),
          fc.constantFrom(
            'audio 9 RTP/AVP 0',
            'audio 9 RTP/AVP',
            'audio 99999999999999 RTP/AVP 0 0 0',
            'audio -1 RTP/AVP __proto__',
            'rtpmap:0 __proto__/8000',
            'rtpmap:0',
            'fmtp:__proto__ constructor=1',
            'candidate:1 1 UDP 1 x 1 typ host',
            'group:BUNDLE __proto__',
            'crypto:1 a b',
            '0 0'
          )
        )
      )
      .map(([type, value]) => `${type}=${value}`)
  );

  test('whatever is offered, nothing is thrown, and an answer is one that can be read', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 20 }), fc.constantFrom('\r\n', '\n', '\r'), (lines, end) => {
        const offer = lines.join(end);
        const answer = answerOffer(offer, origin);
        if (answer === undefined) return;
        expect(parse(answer).media).toHaveLength(parse(offer).media.length);
        expect(answer.split('\r\n').every((one) => one === '' || /^[a-z]=[^\r\n]*$/.test(one))).toBe(true);
      }),
      { numRuns: 500 }
    );
  });

  test('bytes that are no text', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        answerOffer(new TextDecoder('latin1').decode(bytes), origin);
      })
    );
  });

  test('threat V14: sixty-four streams are answered, a great many are not', () => {
    const offer = (count: number) => offerOf(...Array.from({ length: count }, () => 'm=audio 9 RTP/AVP 0'));
    expect(answerOffer(offer(64), origin)?.split('m=audio 9 RTP/AVP 0\r\n')).toHaveLength(65);
    expect(answerOffer(offer(65), origin)).toBeUndefined();
    expect(answerOffer(offer(3000), origin)).toBeUndefined();
  });
});

describe('buildOffer', () => {
  test('RFC 3264 §5: one inactive audio stream, PCMU and PCMA', () => {
    expect(buildOffer(origin)).toBe(
      [
        'v=0',
        'o=- 7 1 IN IP4 192.0.2.1',
        's=-',
        'c=IN IP4 192.0.2.1',
        't=0 0',
        'm=audio 9 RTP/AVP 0 8',
        'a=rtpmap:0 PCMU/8000',
        'a=rtpmap:8 PCMA/8000',
        'a=inactive',
        ''
      ].join('\r\n')
    );
  });

  test('RFC 3264 §6: its own answer takes it', () => {
    expect(answerOffer(buildOffer(origin), origin)).toContain('m=audio 9 RTP/AVP 0 8\r\n');
  });
});
