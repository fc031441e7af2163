/**
 * Offers and answers without media: RFC 3264 §5, §6.
 *
 * For an endpoint that takes a call and neither sends nor receives: every accepted stream is inactive, at the discard port.
 */
import { Fault } from '../message/fault.ts';
import {
  formatSessionDescription,
  type MediaDescription,
  parseSessionDescription,
  type RtpMap,
  type SessionDescription
} from './session-description.ts';

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
const encoder = new TextEncoder();

/** Our description, but for its media. */
function commonPart({ address, sessionId }: SdpOrigin): Omit<SessionDescription, 'media' | 'timing'> {
  const connection = { addressType: address.includes(':') ? 'IP6' : 'IP4', address } as const;
  const origin = { username: '-', sessionId: String(sessionId), sessionVersion: '1', ...connection };
  return { origin, name: '-', connection, direction: undefined, attributes: [] };
}

/** What a stream of ours says of itself when it says nothing. */
const nothing = { portCount: 1, connection: undefined, rtpMaps: [], formatParameters: [], attributes: [] } as const;

/** The payload types of an offered stream that we know, as the offer lists them. */
function acceptable({ rtpMaps, formats }: MediaDescription): readonly string[] {
  const names = new Map(staticFormats);
  for (const { format, encodingName } of rtpMaps) names.set(format, encodingName.toUpperCase());
  return formats.filter((format) => knownFormats.has(names.get(format) ?? ''));
}

function answerMedia(offered: MediaDescription): MediaDescription {
  const { media, port, portCount, protocol, rtpMaps, formatParameters } = offered;
  const isKnown = media === 'audio' && port !== 0 && portCount === 1 && protocol === 'RTP/AVP';
  const formats = isKnown ? acceptable(offered) : [];
  // A stream is refused with port 0, and still names a format (RFC 3264 §6).
  if (formats.length === 0)
    return { ...nothing, media, port: 0, protocol, formats: offered.formats, direction: undefined };
  return {
    ...nothing,
    media,
    port: discardPort,
    protocol,
    formats,
    rtpMaps: rtpMaps.filter(({ format }) => formats.includes(format)),
    formatParameters: formatParameters.filter(({ format }) => formats.includes(format)),
    direction: 'inactive'
  };
}

/** The answer to an offer: as many streams in the same order (RFC 3264 §6). Undefined when it offers nothing we could take. */
export function answerOffer(offer: string, origin: SdpOrigin): string | undefined {
  const offered = parseSessionDescription(encoder.encode(offer));
  if (offered instanceof Fault) return undefined;
  const media = offered.media.map(answerMedia);
  if (!media.some(({ port }) => port !== 0)) return undefined;
  return formatSessionDescription({ ...commonPart(origin), timing: offered.timing, media });
}

const offeredMaps: readonly RtpMap[] = [
  { format: '0', encodingName: 'PCMU', clockRate: '8000', parameters: undefined },
  { format: '8', encodingName: 'PCMA', clockRate: '8000', parameters: undefined }
];

/** An offer of one inactive audio stream: what a 2xx says to an INVITE that offered nothing (RFC 3264 §5). */
export function buildOffer(origin: SdpOrigin): string {
  const media: MediaDescription = {
    ...nothing,
    media: 'audio',
    port: discardPort,
    protocol: 'RTP/AVP',
    formats: ['0', '8'],
    rtpMaps: offeredMaps,
    direction: 'inactive'
  };
  return formatSessionDescription({ ...commonPart(origin), timing: { start: '0', stop: '0' }, media: [media] });
}
