/**
 * Session descriptions: RFC 8866 (which replaces RFC 4566).
 *
 * The lines are found by `session-lines.ts` and what they say is read here, but for `a=rtpmap` and `a=fmtp`: see
 * `formats.ts`.
 */
import { Fault } from '../message/fault.ts';
import { UsageError } from '../message/usage-error.ts';
import { type FormatParameters, type Formats, isOfFormat, nothingUnread, readFormats, type RtpMap } from './formats.ts';
import { defaultSessionDescriptionLimits } from './session-description-limits.ts';
import { type MediaLine, readBody, type SessionLines, type StreamLines } from './session-lines.ts';

/** An address of `o=` or `c=`, as written: a host name, or an address with what a multicast one has behind a slash. */
export interface SessionAddress {
  readonly addressType: 'IP4' | 'IP6';
  readonly address: string;
}

/** `o=` (RFC 8866 §5.2). Numbers are texts: they may have more digits than a number holds. */
export interface Origin extends SessionAddress {
  readonly username: string;
  readonly sessionId: string;
  readonly sessionVersion: string;
}

/** `a=name` or `a=name:value` (RFC 8866 §5.13). */
export interface SessionAttribute {
  readonly name: string;
  /** Undefined for a property attribute, which has none. */
  readonly value: string | undefined;
}

/** Which way media flows (RFC 8866 §6.7). */
export type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';

/** A media description (RFC 8866 §5.14). */
export interface MediaDescription extends MediaLine {
  readonly connection: SessionAddress | undefined;
  /** Undefined when the media description says nothing: see `directionOf`. */
  readonly direction: Direction | undefined;
  readonly rtpMaps: readonly RtpMap[];
  readonly formatParameters: readonly FormatParameters[];
  /** The other attributes, in order. Their names may be anything, `__proto__` too. */
  readonly attributes: readonly SessionAttribute[];
}

/** What an offer or an answer says (RFC 3264 §5, RFC 8866 §6). `i= u= e= p= b= r= z= k=` are read over. */
export interface SessionDescription {
  readonly origin: Origin;
  /** `s=` */
  readonly name: string;
  readonly connection: SessionAddress | undefined;
  /** The last `t=`, in seconds since 1900; `0` is no bound (RFC 8866 §5.9). */
  readonly timing: { readonly start: string; readonly stop: string };
  readonly direction: Direction | undefined;
  readonly attributes: readonly SessionAttribute[];
  readonly media: readonly MediaDescription[];
}

const isDirection = (text: string): text is Direction =>
  text === 'sendrecv' || text === 'sendonly' || text === 'recvonly' || text === 'inactive';

/** Which way a stream flows: as its description says, else as the session's, else both ways (RFC 8866 §6.7). */
export const directionOf = (media: MediaDescription, session: SessionDescription): Direction =>
  media.direction ?? session.direction ?? 'sendrecv';

// Constants: a literal inside of a function is made anew each time.
const originPattern = /^(\S+) (\d+) (\d+) \S* (IP[46]) (\S+)/;
const timingPattern = /^(\d+) (\d+)/;
const connectionPattern = /^IN (IP[46]) (\S+)/;
const otherLineEnd = /[\u2028\u2029]/;
const lineBreaking = /[\r\n\0]/;
const oneWord = /^[^\s\0]+$/;

/** Reads a session description; a Fault with status 400 when it breaks RFC 8866, 488 when it passes a limit. Never throws. */
export function parseSessionDescription(
  body: Uint8Array,
  limits = defaultSessionDescriptionLimits
): SessionDescription | Fault {
  const lines = readBody(body, limits);
  if (lines instanceof Fault) return lines;
  const media: MediaDescription[] = [];
  for (const stream of lines.streams) {
    const read = readStream(stream);
    if (read === undefined) return broken('RFC 8866 §5');
    media.push(read);
  }
  const origin = readOrigin(lines);
  const timing = readTiming(lines);
  if (origin === undefined) return broken('RFC 8866 §5.2');
  if (timing === undefined) return broken('RFC 8866 §5.9');
  const { direction, attributes } = readAttributes(lines.attributes, nothingUnread);
  return {
    origin,
    name: readName(lines),
    connection: readConnection(lines.connection),
    timing,
    media,
    direction,
    attributes
  };
}

/** Not of one place: found when the lines are in order. */
const broken = (section: string): Fault => new Fault('malformed-body', 400, section, 0);

/** `o=<username> <sess-id> <sess-version> <nettype> <addrtype> <unicast-address>` */
function readOrigin({ origin }: SessionLines): Origin | undefined {
  const [, username = '', sessionId = '', sessionVersion = '', addressType, address = ''] =
    originPattern.exec(origin) ?? [];
  return isAddressType(addressType) ? { username, sessionId, sessionVersion, addressType, address } : undefined;
}

/** Whether `o=` can be read. */
export const hasOrigin = ({ origin }: SessionLines): boolean => originPattern.test(origin);

/** `s=`, up to what ends a line for Unicode. */
function readName({ name }: SessionLines): string {
  const end = name.search(otherLineEnd);
  return end < 0 ? name : name.slice(0, end);
}

/** `t=<start-time> <stop-time>` */
export function readTiming({ timing = '' }: SessionLines): SessionDescription['timing'] | undefined {
  const [, start, stop] = timingPattern.exec(timing) ?? [];
  return start === undefined || stop === undefined ? undefined : { start, stop };
}

/** `c=<nettype> <addrtype> <connection-address>` */
function readConnection(connection = ''): SessionAddress | undefined {
  const [, addressType, address = ''] = connectionPattern.exec(connection) ?? [];
  return isAddressType(addressType) ? { addressType, address } : undefined;
}

const isAddressType = (text: string | undefined): text is SessionAddress['addressType'] =>
  text === 'IP4' || text === 'IP6';

/** Undefined when its formats can not be read. */
function readStream({ line, connection, attributes: written }: StreamLines): MediaDescription | undefined {
  const { media, port, portCount, protocol, formats } = line;
  const read = readFormats(written);
  if (read === undefined) return undefined;
  const { rtpMaps, formatParameters, unread } = read;
  const { direction, attributes } = readAttributes(written, unread);
  return {
    media,
    port,
    portCount,
    protocol,
    formats,
    connection: readConnection(connection),
    rtpMaps,
    formatParameters,
    direction,
    attributes
  };
}

/** The attributes that have no property of their own. The last direction counts. */
function readAttributes(
  written: readonly string[],
  unread: Formats['unread']
): Pick<MediaDescription, 'direction' | 'attributes'> {
  let direction: Direction | undefined;
  const attributes: SessionAttribute[] = [];
  for (const attribute of written) {
    if (isDirection(attribute)) direction = attribute;
    // What could not be read of the formats is an attribute like any other.
    else if (!isOfFormat(attribute) || unread.has(attribute)) attributes.push(readAttribute(attribute));
  }
  return { direction, attributes };
}

function readAttribute(attribute: string): SessionAttribute {
  const colon = attribute.indexOf(':');
  return colon < 0
    ? { name: attribute, value: undefined }
    : { name: attribute.slice(0, colon), value: attribute.slice(colon + 1) };
}

/**
 * A session description as text, its lines in the order of RFC 8866 §9.
 * @throws UsageError `ERR_SIP_INVALID_OPTION` when a value would break its line: CR, LF or NUL in it, white space in what
 *   is one word, an attribute without a name or with a colon in it
 */
export function formatSessionDescription(description: SessionDescription): string {
  const { origin, name, connection, timing, media } = description;
  const { username, sessionId, sessionVersion } = origin;
  let text = `v=0\r\no=${word(username)} ${word(sessionId)} ${word(sessionVersion)} ${formatAddress(origin)}\r\n`;
  text += `s=${plain(name)}\r\n${formatConnection(connection)}t=${word(timing.start)} ${word(timing.stop)}\r\n`;
  text += formatAttributes(description);
  for (const one of media) text += formatMedia(one);
  return text;
}

function formatMedia(description: MediaDescription): string {
  const { media, port, portCount, protocol, formats, connection, rtpMaps, formatParameters } = description;
  const ports = portCount === 1 ? String(port) : `${String(port)}/${String(portCount)}`;
  let text = `m=${word(media)} ${word(ports)} ${word(protocol)}`;
  for (const format of formats) text += ` ${word(format)}`;
  text += `\r\n${formatConnection(connection)}`;
  for (const map of rtpMaps) text += formatRtpMap(map);
  for (const { format, parameters } of formatParameters) text += `a=fmtp:${word(format)} ${plain(parameters)}\r\n`;
  return text + formatAttributes(description);
}

function formatRtpMap({ format, encodingName, clockRate, parameters }: RtpMap): string {
  const encoding = `a=rtpmap:${word(format)} ${word(encodingName)}/${word(clockRate)}`;
  return parameters === undefined ? `${encoding}\r\n` : `${encoding}/${word(parameters)}\r\n`;
}

function formatAttributes({ attributes, direction }: Pick<MediaDescription, 'attributes' | 'direction'>): string {
  let text = '';
  for (const { name, value } of attributes) {
    if (name === '' || name.includes(':')) throw unwritable(name);
    if (lineBreaking.test(name) || lineBreaking.test(value ?? ''))
      throw unwritable(value === undefined ? name : `${name}:${value}`);
    text += value === undefined ? `a=${name}\r\n` : `a=${name}:${value}\r\n`;
  }
  return direction === undefined ? text : `${text}a=${word(direction)}\r\n`;
}

const formatAddress = ({ addressType, address }: SessionAddress): string => `IN ${word(addressType)} ${word(address)}`;

const formatConnection = (connection: SessionAddress | undefined): string =>
  connection === undefined ? '' : `c=${formatAddress(connection)}\r\n`;

const unwritable = (text: string): UsageError =>
  new UsageError('ERR_SIP_INVALID_OPTION', `not to be written in a session description: ${JSON.stringify(text)}`);

/** Text that stays in its line. */
function plain(text: string): string {
  if (lineBreaking.test(text)) throw unwritable(text);
  return text;
}

/** One word of a line. */
function word(text: string): string {
  if (!oneWord.test(text)) throw unwritable(text);
  return text;
}
