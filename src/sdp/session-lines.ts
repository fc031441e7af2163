/**
 * The lines of a session description: RFC 8866 §5, §9.
 *
 * session-description = version-field origin-field session-name-field … time-description … *media-description
 *
 * Each is found, and that it may be where it is; what most of them say is read by whoever needs it.
 */
import { Fault } from '../message/fault.ts';
import { decodeLatin1 } from '../syntax/latin1.ts';
import { isAscii } from '../syntax/utf8.ts';
import { judgeOctets, type SessionDescriptionLimits } from './session-description-limits.ts';

/** What the session and each of its streams have, as written: what is behind `c=` and `a=`. */
export interface SectionLines {
  /** The last that names an IP address. */
  readonly connection: string | undefined;
  readonly attributes: readonly string[];
}

/** A media description, and its attributes as written. */
export interface StreamLines extends SectionLines {
  readonly line: MediaLine;
}

/** What `m=` says (RFC 8866 §5.14). */
export interface MediaLine {
  /** `audio`, `video`, `text`, `application`, `message` or another. */
  readonly media: string;
  readonly port: number;
  /** How many ports, of a hierarchy; 1 unless the line says more. */
  readonly portCount: number;
  /** `RTP/AVP`, `UDP/TLS/RTP/SAVPF` and so on. */
  readonly protocol: string;
  /** At least one; of RTP the payload types. Texts: nothing is ever made as large as one says. */
  readonly formats: readonly string[];
}

/** A session description, as written. */
export interface SessionLines extends SectionLines {
  readonly origin: string;
  readonly name: string;
  /** The last that names two times. */
  readonly timing: string | undefined;
  readonly streams: readonly StreamLines[];
}

/** The same, while the lines are read. */
type Growing<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer Item)[] ? Item[] : T[K] };

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** The lines of a body; a Fault with status 400 when they are not in order, 488 when they pass a limit. Never throws. */
export function readBody(body: Uint8Array, limits: SessionDescriptionLimits): SessionLines | Fault {
  const text = decoder.decode(body);
  // As many characters as bytes: each is one byte of the body, or stands for one.
  const octets = text.length === body.length ? text : decodeLatin1(body);
  return judgeOctets(octets, limits) ?? readLines(text);
}

/** The lines of a text, as of the body that it would be. */
export function readText(text: string, limits: SessionDescriptionLimits): SessionLines | Fault {
  return isAscii(text) ? (judgeOctets(text, limits) ?? readLines(text)) : readBody(encoder.encode(text), limits);
}

const broken = (section: string, offset: number): Fault => new Fault('malformed-body', 400, section, offset);

/** Before and behind the first `m=`: "if SDP parsers do not understand a type, they MUST ignore the description" (RFC 8866 §5). */
const sessionTypes = 'iuepcbtrzkam';
const mediaTypes = 'icbkam';
/** In this order, first of all (RFC 8866 §5). */
const firstTypes = 'vos';

// Constants: a literal inside of a function is made anew each time.
const timesPattern = /^\d* /;
const connectionPattern = /^IN IP\d /;
const portsPattern = /^\d{1,5}(?:\/\d{1,5})?$/;
const words = /[^ ]+/g;
const otherSpace = /[^\S ]/;

function readLines(text: string): SessionLines | Fault {
  const streams: StreamLines[] = [];
  const session: Growing<SessionLines> = {
    origin: '',
    name: '',
    timing: undefined,
    connection: undefined,
    attributes: [],
    streams
  };
  let section: Growing<SectionLines> = session;
  let timed = false;
  const end = endOfLastLine(text);
  let next = 0;
  for (let number = 0, start = 0; start <= end; number++, start = next) {
    const lineEnd = endOfLine(text, start, end);
    next = lineEnd + (text.charAt(lineEnd) === '\r' ? 2 : 1);
    const type = text.charAt(start);
    const allowed =
      number < firstTypes.length ? firstTypes.charAt(number) : streams.length > 0 ? mediaTypes : sessionTypes;
    if (text.charAt(start + 1) !== '=' || !allowed.includes(type)) return broken('RFC 8866 §5', start);
    const value = text.slice(start + 2, lineEnd);
    switch (type) {
      case 'v':
        if (value !== '0') return broken('RFC 8866 §5.1', start);
        break;
      case 'o':
        session.origin = value;
        break;
      case 's':
        session.name = value;
        break;
      case 't':
        timed = true;
        if (timesPattern.test(value)) session.timing = value;
        break;
      case 'c':
        if (connectionPattern.test(value)) section.connection = value;
        break;
      case 'm': {
        if (!timed) return broken('RFC 8866 §5.9', start);
        const line = readMediaLine(value);
        if (line === undefined) return broken('RFC 8866 §5.14', start);
        const stream = { line, connection: undefined, attributes: [] };
        streams.push(stream);
        section = stream;
        break;
      }
      case 'a':
        if (value === '' || value.startsWith(':')) return broken('RFC 8866 §5.13', start);
        section.attributes.push(value);
        break;
      default: // Read over.
    }
  }
  return timed ? session : broken('RFC 8866 §5.9', text.length);
}

/** Empty lines behind the last one are the only ones that are read over. */
function endOfLastLine(text: string): number {
  let end = text.length;
  while (end > 0 && '\r\n'.includes(text.charAt(end - 1))) end--;
  return end;
}

/** Where the line's own end begins: at LF, or at the CR before it. */
function endOfLine(text: string, start: number, end: number): number {
  const lineFeed = text.indexOf('\n', start);
  if (lineFeed < 0 || lineFeed > end) return end;
  return text.charAt(lineFeed - 1) === '\r' ? lineFeed - 1 : lineFeed;
}

/** `m=<media> <port>[/<number of ports>] <proto> <fmt> …` */
function readMediaLine(value: string): MediaLine | undefined {
  // White space of any other kind separates nothing, and is in no word.
  if (otherSpace.test(value)) return undefined;
  const [media, ports, protocol, ...formats] = value.match(words) ?? [];
  if (media === undefined || ports === undefined || protocol === undefined || formats.length === 0) return undefined;
  if (!portsPattern.test(ports)) return undefined;
  const slash = ports.indexOf('/');
  const port = Number(slash < 0 ? ports : ports.slice(0, slash));
  const portCount = slash < 0 ? 1 : Number(ports.slice(slash + 1));
  return port > 65535 || portCount === 0 ? undefined : { media, port, portCount, protocol, formats };
}
