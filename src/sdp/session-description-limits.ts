/** How great a session description may be: threat V14, an SDP bomb. Judged before anything is made of it. */
import { Fault } from '../message/fault.ts';

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

const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const COLON = 0x3a;
const A = 0x61;
const M = 0x6d;

/** NUL, or a CR that no LF follows. */
const inNoLine = /\0|\r(?!\n)/;

const tooMuch = (section: string, offset: number): Fault => new Fault('too-large', 488, section, offset);

/**
 * The first thing wrong in a body (one character a byte) that is not a matter of its grammar: a limit that is passed, or a
 * byte that is in no line. What may end a line for sdp-transform ends one here, or is refused. Makes nothing.
 */
export function judgeOctets(octets: string, limits: SessionDescriptionLimits): Fault | undefined {
  const forbidden = octets.search(inNoLine);
  const end = forbidden < 0 ? octets.length : forbidden;
  let media = 0;
  let attributes = 0;
  let mediaAttributes = 0;
  let next = 0;
  for (let start = 0; start < end; start = next) {
    const lineFeed = octets.indexOf('\n', start);
    next = lineFeed < 0 ? octets.length : lineFeed + 1;
    const type = octets.charCodeAt(start);
    if (type === M) {
      mediaAttributes = 0;
      if (++media > limits.media) return tooMuch('RFC 8866 §5.14', start);
      const at = findSpace(octets, start, Math.min(next, end), limits.formats + 2);
      if (at >= 0) return tooMuch('RFC 8866 §5.14', at);
    } else if (type === A) {
      mediaAttributes++;
      if (++attributes > limits.attributes || (media > 0 && mediaAttributes > limits.mediaAttributes))
        return tooMuch('RFC 8866 §5.13', start);
      const nameEnd = start + limits.attributeName + 2;
      if (nameEnd < end && isName(octets, start, nameEnd)) return tooMuch('RFC 8866 §5.13', nameEnd);
    }
  }
  return forbidden < 0 ? undefined : new Fault('malformed-body', 400, 'RFC 8866 §5', forbidden);
}

/** Where the space is that so many others precede: `m=audio 9 RTP/AVP`, behind the third the second format begins. */
function findSpace(octets: string, start: number, end: number, others: number): number {
  let spaces = 0;
  for (let at = start; at < end; at++) if (octets.charCodeAt(at) === SPACE && ++spaces > others) return at;
  return -1;
}

/** Whether the name of an attribute goes on up to `last` and with it. */
function isName(octets: string, start: number, last: number): boolean {
  for (let at = start; at <= last; at++) {
    const octet = octets.charCodeAt(at);
    if (octet === COLON || octet === CR || octet === LF) return false;
  }
  return true;
}
