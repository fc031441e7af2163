/**
 * Offers and answers without media: RFC 3264 §5, §6.
 *
 * For an endpoint that takes a call and neither sends nor receives: every accepted stream is inactive, at the discard port.
 */
import { Fault } from '../message/fault.ts';
import { type FormatParameters, readFormats, type RtpMap } from './formats.ts';
import {
  formatSessionDescription,
  hasOrigin,
  type MediaDescription,
  readTiming,
  type SessionDescription
} from './session-description.ts';
import { defaultSessionDescriptionLimits } from './session-description-limits.ts';
import { type MediaLine, readText, type StreamLines } from './session-lines.ts';

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

/** Our description, of these streams. */
function describe({ address, sessionId }: SdpOrigin, timing: SessionDescription['timing'], media: MediaDescription[]) {
  const addressType = address.includes(':') ? 'IP6' : 'IP4';
  return formatSessionDescription({
    origin: { username: '-', sessionId: String(sessionId), sessionVersion: '1', addressType, address },
    name: '-',
    connection: { addressType, address },
    timing,
    media,
    direction: undefined,
    attributes: []
  });
}

/** A stream of ours: refused with port 0, and it still names a format (RFC 3264 §6), or inactive at the discard port. */
function describeStream(
  { media, protocol }: Pick<MediaLine, 'media' | 'protocol'>,
  port: 0 | typeof discardPort,
  formats: readonly string[],
  rtpMaps: readonly RtpMap[] = [],
  formatParameters: readonly FormatParameters[] = []
): MediaDescription {
  const direction = port === 0 ? undefined : 'inactive';
  return {
    media,
    port,
    portCount: 1,
    protocol,
    formats,
    connection: undefined,
    rtpMaps,
    formatParameters,
    direction,
    attributes: []
  };
}

/** Whether a payload type is one that we know: as the last `a=rtpmap` of it says, else by itself. */
function isKnown(format: string, rtpMaps: readonly RtpMap[]): boolean {
  const map = rtpMaps.findLast((one) => one.format === format);
  return knownFormats.has(map === undefined ? (staticFormats.get(format) ?? '') : map.encodingName.toUpperCase());
}

function answerStream({ line, attributes }: StreamLines): MediaDescription {
  const { media, port, portCount, protocol } = line;
  // What its attributes say is read only of a stream that could be taken.
  const isOurs = media === 'audio' && port !== 0 && portCount === 1 && protocol === 'RTP/AVP';
  const read = isOurs ? readFormats(attributes) : undefined;
  if (read === undefined) return describeStream(line, 0, line.formats);
  const { rtpMaps, formatParameters } = read;
  const formats = line.formats.filter((format) => isKnown(format, rtpMaps));
  if (formats.length === 0) return describeStream(line, 0, line.formats);
  const isTaken = ({ format }: RtpMap | FormatParameters): boolean => formats.includes(format);
  return describeStream(line, discardPort, formats, rtpMaps.filter(isTaken), formatParameters.filter(isTaken));
}

/** The answer to an offer: as many streams in the same order (RFC 3264 §6). Undefined when it offers nothing we could take. */
export function answerOffer(offer: string, origin: SdpOrigin): string | undefined {
  const lines = readText(offer, defaultSessionDescriptionLimits);
  if (lines instanceof Fault || !hasOrigin(lines)) return undefined;
  const timing = readTiming(lines);
  if (timing === undefined) return undefined;
  const media = lines.streams.map(answerStream);
  return media.some(({ port }) => port !== 0) ? describe(origin, timing, media) : undefined;
}

const offeredMaps: readonly RtpMap[] = [
  { format: '0', encodingName: 'PCMU', clockRate: '8000', parameters: undefined },
  { format: '8', encodingName: 'PCMA', clockRate: '8000', parameters: undefined }
];

/** An offer of one inactive audio stream: what a 2xx says to an INVITE that offered nothing (RFC 3264 §5). */
export function buildOffer(origin: SdpOrigin): string {
  const line = { media: 'audio', protocol: 'RTP/AVP' };
  return describe(origin, { start: '0', stop: '0' }, [describeStream(line, discardPort, ['0', '8'], offeredMaps)]);
}
