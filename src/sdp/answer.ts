/**
 * Offers and answers without media: RFC 3264 §5, §6, written with sdp-transform.
 *
 * For an endpoint that takes a call and neither sends nor receives: every accepted stream is inactive, at the discard port.
 */
import { parse, write } from 'sdp-transform';

/** What our session descriptions say of us. */
export interface SdpOrigin {
  /** Our address, without brackets. */
  readonly address: string;
  /** The session's number in `o=`; new for each session. */
  readonly sessionId: number;
}

/** The audio formats we can name in an answer, by encoding name. */
const knownFormats = new Set(['PCMU', 'PCMA', 'G722', 'OPUS', 'TELEPHONE-EVENT']);
/** RTP/AVP payload types that need no rtpmap (RFC 3551 §6). */
const staticFormats = new Map([
  ['0', 'PCMU'],
  ['8', 'PCMA'],
  ['9', 'G722']
]);
const discardPort = 9;
const noTiming = { start: 0, stop: 0 };

type Media = ReturnType<typeof parse>['media'][number];

function commonPart({ address, sessionId }: SdpOrigin) {
  const ipVer = address.includes(':') ? 6 : 4;
  return {
    version: 0,
    origin: { username: '-', sessionId, sessionVersion: 1, netType: 'IN', ipVer, address },
    name: '-',
    connection: { version: ipVer, ip: address }
  };
}

/** sdp-transform reads a single payload type as a number, whatever its types say. */
const payloadsOf = ({ payloads }: { readonly payloads?: string | number }): string => String(payloads ?? '0');

/** The payload types of an offered stream that we know, as the offer lists them. */
function acceptable(media: Media): readonly string[] {
  const names = new Map(staticFormats);
  for (const { payload, codec } of media.rtp) names.set(String(payload), codec.toUpperCase());
  return payloadsOf(media)
    .split(' ')
    .filter((payload) => knownFormats.has(names.get(payload) ?? ''));
}

function answerMedia(media: Media): Media {
  const payloads = media.type === 'audio' && media.port !== 0 && media.protocol === 'RTP/AVP' ? acceptable(media) : [];
  // A stream is refused with port 0, and still names a format (RFC 3264 §6).
  if (payloads.length === 0) {
    return { type: media.type, port: 0, protocol: media.protocol, payloads: payloadsOf(media), rtp: [], fmtp: [] };
  }
  return {
    type: media.type,
    port: discardPort,
    protocol: media.protocol,
    payloads: payloads.join(' '),
    rtp: media.rtp.filter(({ payload }) => payloads.includes(String(payload))),
    fmtp: media.fmtp.filter(({ payload }) => payloads.includes(String(payload))),
    direction: 'inactive'
  };
}

/** The answer to an offer: as many streams in the same order (RFC 3264 §6). Undefined when it offers nothing we could take. */
export function answerOffer(offer: string, origin: SdpOrigin): string | undefined {
  try {
    const { media, timing } = parse(offer);
    const answered = media.map(answerMedia);
    if (!answered.some(({ port }) => port !== 0)) return undefined;
    return write({ ...commonPart(origin), timing: { ...noTiming, ...timing }, media: answered });
  } catch {
    // sdp-transform does not promise to take anything a peer may send.
    return undefined;
  }
}

/** An offer of one inactive audio stream: what a 2xx says to an INVITE that offered nothing (RFC 3264 §5). */
export function buildOffer(origin: SdpOrigin): string {
  return write({
    ...commonPart(origin),
    timing: noTiming,
    media: [
      {
        type: 'audio',
        port: discardPort,
        protocol: 'RTP/AVP',
        payloads: '0 8',
        rtp: [
          { payload: 0, codec: 'PCMU', rate: 8000 },
          { payload: 8, codec: 'PCMA', rate: 8000 }
        ],
        fmtp: [],
        direction: 'inactive'
      }
    ]
  });
}
