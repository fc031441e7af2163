/**
 * Session descriptions: RFC 8866 (which replaces RFC 4566), read with sdp-transform.
 *
 * session-description = version-field origin-field session-name-field … time-description … *media-description
 *
 * sdp-transform trusts what it is given. A peer's body comes to it only after a scan of its bytes has found it within the
 * limits, and its lines in order; what it makes of them is checked and typed before anybody sees it.
 */
import { parse } from 'sdp-transform';
import { Fault } from '../message/fault.ts';
import { UsageError } from '../message/usage-error.ts';

/** How much of a session description is accepted; beyond is a Fault with status 488. */
export interface SessionDescriptionLimits {
  /** Media descriptions. */
  readonly media: number;
  /** Formats of one media description. */
  readonly formats: number;
  /** Attributes of one media description. */
  readonly mediaAttributes: number;
  /** Attributes in all. */
  readonly attributes: number;
  /** The length of an attribute's name in bytes. */
  readonly attributeName: number;
}

/** The limits unless the application sets others. */
export const defaultSessionDescriptionLimits: SessionDescriptionLimits = {
  media: 64,
  formats: 128,
  mediaAttributes: 512,
  attributes: 2048,
  attributeName: 256
};

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

/** `a=rtpmap` (RFC 8866 §6.6). */
export interface RtpMap {
  readonly format: string;
  readonly encodingName: string;
  readonly clockRate: string;
  /** `encoding parameters`: of audio, the number of channels. */
  readonly parameters: string | undefined;
}

/** `a=fmtp` (RFC 8866 §6.15). */
export interface FormatParameters {
  readonly format: string;
  readonly parameters: string;
}

/** Which way media flows (RFC 8866 §6.7). */
export type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';

/** A media description (RFC 8866 §5.14). */
export interface MediaDescription {
  /** `audio`, `video`, `text`, `application`, `message` or another. */
  readonly media: string;
  readonly port: number;
  /** How many ports, of a hierarchy; 1 unless the line says more. */
  readonly portCount: number;
  /** `RTP/AVP`, `UDP/TLS/RTP/SAVPF` and so on. */
  readonly protocol: string;
  /** At least one; of RTP the payload types. Texts: nothing is ever made as large as one says. */
  readonly formats: readonly string[];
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

const directions: readonly string[] = ['sendrecv', 'sendonly', 'recvonly', 'inactive'] satisfies readonly Direction[];

/** Which way a stream flows: as its description says, else as the session's, else both ways (RFC 8866 §6.7). */
export const directionOf = (media: MediaDescription, session: SessionDescription): Direction =>
  media.direction ?? session.direction ?? 'sendrecv';

/** Reads a session description; a Fault with status 400 when it breaks RFC 8866, 488 when it passes a limit. Never throws. */
export function parseSessionDescription(
  body: Uint8Array,
  limits = defaultSessionDescriptionLimits
): SessionDescription | Fault {
  const refused = judgeBytes(body, limits);
  if (refused !== undefined) return refused;
  const text = decoder.decode(body);
  const sections = readSections(text);
  return sections instanceof Fault ? sections : readWhole(text, sections);
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

const NUL = 0;
const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const COLON = 0x3a;
const A = 0x61;
const M = 0x6d;

const broken = (section: string, offset: number): Fault => new Fault('malformed-body', 400, section, offset);
const tooMuch = (section: string, offset: number): Fault => new Fault('too-large', 488, section, offset);

/** The scan: each byte is looked at once. What may end a line for sdp-transform ends one here, or is refused. */
function judgeBytes(bytes: Uint8Array, limits: SessionDescriptionLimits): Fault | undefined {
  let media = 0;
  let attributes = 0;
  let mediaAttributes = 0;
  let lineStart = 0;
  let type = 0;
  let spaces = 0;
  let inName = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    if (byte === NUL || (byte === CR && bytes[at + 1] !== LF)) return broken('RFC 8866 §5', at);
    if (at === lineStart) {
      type = byte;
      spaces = 0;
      inName = type === A;
      if (type === M) {
        mediaAttributes = 0;
        if (++media > limits.media) return tooMuch('RFC 8866 §5.14', at);
      } else if (type === A) {
        mediaAttributes++;
        if (++attributes > limits.attributes || (media > 0 && mediaAttributes > limits.mediaAttributes))
          return tooMuch('RFC 8866 §5.13', at);
      }
    }
    if (byte === LF) lineStart = at + 1;
    // `m=audio 9 RTP/AVP`: behind the third space the second format begins.
    else if (type === M && byte === SPACE && ++spaces > limits.formats + 2) return tooMuch('RFC 8866 §5.14', at);
    else if (byte === COLON || byte === CR) inName = false;
    else if (inName && at - lineStart >= limits.attributeName + 2) return tooMuch('RFC 8866 §5.13', at);
  }
  return undefined;
}

/** The attributes of the session, or of one media description; and its line. */
interface Section {
  readonly line: MediaLine | undefined;
  readonly attributes: SessionAttribute[];
}

/** The session's, and one for each media description. */
type Sections = [session: Section, ...media: Section[]];

type MediaLine = Pick<MediaDescription, 'media' | 'port' | 'portCount' | 'protocol' | 'formats'>;

/** Before and behind the first `m=`: "if SDP parsers do not understand a type, they MUST ignore the description" (RFC 8866 §5). */
const sessionTypes = 'iuepcbtrzkam';
const mediaTypes = 'icbkam';
/** In this order, first of all (RFC 8866 §5). */
const firstTypes = 'vos';

/** The lines in order, and what sdp-transform does not keep of them: the first part is the session's. */
function readSections(text: string): Sections | Fault {
  const sections: Sections = [{ line: undefined, attributes: [] }];
  let timed = false;
  let offset = 0;
  const lines = withoutLastLineEnds(text).split('\n');
  for (const [number, written] of lines.entries()) {
    const line = written.endsWith('\r') ? written.slice(0, -1) : written;
    const type = line.charAt(0);
    const value = line.slice(2);
    const allowed =
      number < firstTypes.length ? firstTypes.charAt(number) : sections.length > 1 ? mediaTypes : sessionTypes;
    if (line.charAt(1) !== '=' || !allowed.includes(type)) return broken('RFC 8866 §5', offset);
    if (type === 'v' && value !== '0') return broken('RFC 8866 §5.1', offset);
    if (type === 't') timed = true;
    if (type === 'm') {
      if (!timed) return broken('RFC 8866 §5.9', offset);
      const media = readMediaLine(value);
      if (media === undefined) return broken('RFC 8866 §5.14', offset);
      sections.push({ line: media, attributes: [] });
    }
    if (type === 'a') {
      const attribute = readAttribute(value);
      if (attribute.name === '') return broken('RFC 8866 §5.13', offset);
      (sections.at(-1) as Section).attributes.push(attribute);
    }
    offset += written.length + 1;
  }
  return timed ? sections : broken('RFC 8866 §5.9', text.length);
}

/** Empty lines behind the last one are the only ones that are read over. */
function withoutLastLineEnds(text: string): string {
  let end = text.length;
  while (end > 0 && '\r\n'.includes(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}

/** `m=<media> <port>[/<number of ports>] <proto> <fmt> …` */
function readMediaLine(value: string): MediaLine | undefined {
  const [media = '', ports = '', protocol = '', ...formats] = value.split(' ').filter((word) => word !== '');
  const [, port = '', count = '1'] = /^(\d{1,5})(?:\/(\d{1,5}))?$/.exec(ports) ?? [];
  if (port === '' || Number(port) > 65535 || Number(count) === 0 || formats.length === 0) return undefined;
  // White space of any other kind separates nothing, and is in no word.
  if (/[^\S ]/.test(value)) return undefined;
  return { media, port: Number(port), portCount: Number(count), protocol, formats };
}

function readAttribute(value: string): SessionAttribute {
  const colon = value.indexOf(':');
  return colon < 0 ? { name: value, value: undefined } : { name: value.slice(0, colon), value: value.slice(colon + 1) };
}

/** What sdp-transform really gives: numbers for texts that look like one, and nothing for what it can not read. */
type Loose<T> = { readonly [K in keyof T]?: string | number | undefined };
type Parsed = ReturnType<typeof parse>;
type ParsedMedia = Parsed['media'][number];

function readWhole(text: string, [session, ...sections]: Sections): SessionDescription | Fault {
  let parsed: Parsed;
  try {
    parsed = parse(text);
  } catch {
    // It does not promise to take anything a peer may send.
    return broken('RFC 8866 §5', 0);
  }
  const origin = readOrigin(parsed.origin);
  const timing = readTiming(parsed.timing);
  if (origin === undefined) return broken('RFC 8866 §5.2', 0);
  if (timing === undefined) return broken('RFC 8866 §5.9', 0);
  return {
    origin,
    name: textOf(parsed.name),
    connection: readConnection(parsed.connection),
    timing,
    media: sections.map((section, at) => readMedia(section, parsed.media[at] as ParsedMedia)),
    ...readAttributes(session.attributes, [])
  };
}

const textOf = (value: string | number): string => String(value);

const isNumber = (text: string): boolean => /^\d+$/.test(text);

function addressTypeOf(version: unknown): SessionAddress['addressType'] | undefined {
  return version === 4 ? 'IP4' : version === 6 ? 'IP6' : undefined;
}

function readOrigin(origin: Loose<Parsed['origin']> = {}): Origin | undefined {
  const addressType = addressTypeOf(origin.ipVer);
  const [username, address] = [String(origin.username), String(origin.address)];
  const [sessionId, sessionVersion] = [String(origin.sessionId), String(origin.sessionVersion)];
  const isSound = isNumber(sessionId) && isNumber(sessionVersion) && username !== '' && address !== '';
  return addressType === undefined || !isSound
    ? undefined
    : { username, sessionId, sessionVersion, addressType, address };
}

function readTiming({ start, stop }: Loose<Parsed['timing']> = {}): SessionDescription['timing'] | undefined {
  const timing = { start: String(start), stop: String(stop) };
  return isNumber(timing.start) && isNumber(timing.stop) ? timing : undefined;
}

function readConnection(connection: Loose<NonNullable<Parsed['connection']>> = {}): SessionAddress | undefined {
  const addressType = addressTypeOf(connection.version);
  const address = String(connection.ip ?? '');
  return addressType === undefined || address === '' ? undefined : { addressType, address };
}

function readMedia({ line, attributes: own }: Section, parsed: ParsedMedia): MediaDescription {
  const rtpMaps: RtpMap[] = [];
  for (const map of parsed.rtp as readonly Loose<ParsedMedia['rtp'][number]>[]) {
    const { payload, codec, rate, encoding } = map;
    const parameters = encoding === undefined || encoding === '' ? undefined : String(encoding);
    const read = { format: String(payload), encodingName: String(codec), clockRate: String(rate), parameters };
    if (isNumber(read.format) && read.encodingName !== '' && isNumber(read.clockRate)) rtpMaps.push(read);
  }
  const formatParameters: FormatParameters[] = [];
  for (const { payload, config } of parsed.fmtp as readonly Loose<ParsedMedia['fmtp'][number]>[]) {
    if (isNumber(String(payload))) formatParameters.push({ format: String(payload), parameters: String(config) });
  }
  return {
    ...(line as MediaLine),
    connection: readConnection(parsed.connection),
    rtpMaps,
    formatParameters,
    ...readAttributes(own, parsed.invalid)
  };
}

/** The attributes that have no property of their own. The last direction counts. */
function readAttributes(
  own: readonly SessionAttribute[],
  unread: readonly Loose<{ value: string }>[] = []
): Pick<MediaDescription, 'direction' | 'attributes'> {
  const passedOver = new Set(unread.map(({ value }) => String(value)));
  let direction: Direction | undefined;
  const attributes: SessionAttribute[] = [];
  for (const attribute of own) {
    const { name, value } = attribute;
    if (value === undefined && directions.includes(name)) direction = name as Direction;
    // What sdp-transform could not read of those it reads is an attribute like any other.
    else if ((name !== 'rtpmap' && name !== 'fmtp') || passedOver.has(formatAttribute(attribute)))
      attributes.push(attribute);
  }
  return { direction, attributes };
}

const formatAttribute = ({ name, value }: SessionAttribute): string =>
  value === undefined ? name : `${name}:${value}`;

/**
 * A session description as text, its lines in the order of RFC 8866 §9.
 * @throws UsageError `ERR_SIP_INVALID_OPTION` when a value would break its line: CR, LF or NUL in it, white space in what
 *   is one word, an attribute without a name or with a colon in it
 */
export function formatSessionDescription(description: SessionDescription): string {
  const { origin, name, connection, timing, media } = description;
  const { username, sessionId, sessionVersion } = origin;
  const lines = [
    'v=0',
    `o=${[username, sessionId, sessionVersion].map(word).join(' ')} ${formatAddress(origin)}`,
    `s=${plain(name)}`,
    ...formatConnection(connection),
    `t=${word(timing.start)} ${word(timing.stop)}`,
    ...formatAttributes(description),
    ...media.flatMap(formatMedia)
  ];
  return `${lines.join('\r\n')}\r\n`;
}

function formatMedia(description: MediaDescription): readonly string[] {
  const { media, port, portCount, protocol, formats, connection, rtpMaps, formatParameters } = description;
  const ports = portCount === 1 ? String(port) : `${String(port)}/${String(portCount)}`;
  return [
    `m=${[media, ports, protocol, ...formats].map(word).join(' ')}`,
    ...formatConnection(connection),
    ...rtpMaps.map(formatRtpMap),
    ...formatParameters.map(({ format, parameters }) => `a=fmtp:${word(format)} ${plain(parameters)}`),
    ...formatAttributes(description)
  ];
}

function formatRtpMap({ format, encodingName, clockRate, parameters }: RtpMap): string {
  const encoding = [encodingName, clockRate, ...(parameters === undefined ? [] : [parameters])];
  return `a=rtpmap:${word(format)} ${encoding.map(word).join('/')}`;
}

function formatAttributes({ attributes, direction }: Pick<MediaDescription, 'attributes' | 'direction'>): string[] {
  const lines = attributes.map((attribute) => {
    if (attribute.name === '' || attribute.name.includes(':')) throw unwritable(attribute.name);
    return `a=${plain(formatAttribute(attribute))}`;
  });
  return direction === undefined ? lines : [...lines, `a=${word(direction)}`];
}

const formatAddress = ({ addressType, address }: SessionAddress): string => `IN ${word(addressType)} ${word(address)}`;

const formatConnection = (connection: SessionAddress | undefined): readonly string[] =>
  connection === undefined ? [] : [`c=${formatAddress(connection)}`];

const unwritable = (text: string): UsageError =>
  new UsageError('ERR_SIP_INVALID_OPTION', `not to be written in a session description: ${JSON.stringify(text)}`);

/** Text that stays in its line. */
function plain(text: string): string {
  if (/[\r\n\0]/.test(text)) throw unwritable(text);
  return text;
}

/** One word of a line. */
function word(text: string): string {
  if (!/^[^\s\0]+$/.test(text)) throw unwritable(text);
  return text;
}
