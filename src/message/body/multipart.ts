/**
 * Multipart bodies: RFC 2046 §5.1 (mixed, alternative), RFC 2387 (related), as RFC 5621 has them in SIP.
 *
 * multipart-body = [ preamble CRLF ] "--" boundary CRLF body-part *( CRLF "--" boundary CRLF body-part )
 *                  CRLF "--" boundary "--" [ CRLF epilogue ]
 *
 * Nobody reads a body but who asks for it, and a multipart within a part only when that is asked for.
 */
import { isAll, isSpace, QUOTE, TOKEN } from '../../syntax/characters.ts';
import { decodeLatin1, encodeLatin1 } from '../../syntax/latin1.ts';
import { Parameters } from '../../syntax/parameters.ts';
import { unquote } from '../../syntax/quoted-string.ts';
import { Fault, type FaultCode } from '../fault.ts';
import type { HeaderField } from '../field.ts';
import { contentId } from '../headers/content-id.ts';
import { contentType } from '../headers/content-type.ts';
import { formatMediaType, type MediaType } from '../headers/media-type.ts';
import { defaultMessageLimits } from '../limits.ts';
import { UsageError } from '../usage-error.ts';
import { BodyPart } from './body-part.ts';
import { type Entity, judgeContentEncoding } from './entity.ts';
import { type FieldLimits, parseFields, splitHead } from './fields.ts';

/** How much of a multipart is read; beyond is a Fault with status 400. */
export interface MultipartLimits extends FieldLimits {
  /** The parts of one multipart. */
  readonly parts: number;
  /** How many multiparts may stand in each other. */
  readonly depth: number;
  /** The characters of a boundary (RFC 2046 §5.1.1: 70). */
  readonly boundary: number;
}

/** The limits unless the application sets others. */
export const defaultMultipartLimits: MultipartLimits = {
  parts: 16,
  depth: 3,
  boundary: 70,
  fields: defaultMessageLimits.fields,
  line: defaultMessageLimits.line
};

/** A multipart that was taken apart: at least one part. */
export interface Multipart {
  /** `multipart/mixed`, `/alternative`, `/related`; any other is to be treated as mixed (RFC 2046 §5.1.3). */
  readonly type: MediaType;
  readonly parts: readonly [BodyPart, ...BodyPart[]];
}

const SECTION = 'RFC 2046 §5.1.1';

const broken = (offset: number, code: FaultCode = 'malformed-body'): Fault => new Fault(code, 400, SECTION, offset);

/**
 * The parts of a body whose Content-Type says multipart; undefined when it says anything else, or nothing. A Fault: status
 * 400 when it breaks RFC 2046, has no closing delimiter or passes a limit, 415 when it is encoded.
 */
export function readMultipart(entity: Entity, limits = defaultMultipartLimits): Multipart | Fault | undefined {
  const type = entity.one(contentType);
  if (type === undefined || type instanceof Fault) return type;
  if (type.type !== 'multipart') return undefined;
  const depth = entity instanceof BodyPart ? entity.depth + 1 : 1;
  if (depth > limits.depth) return broken(0, 'too-large');
  const boundary = boundaryOf(type, limits);
  const refused = judgeContentEncoding(entity);
  if (refused !== undefined || boundary === undefined) return refused ?? broken(0);
  const text = decodeLatin1(entity.body);
  const pieces = split(text, boundary, limits.parts);
  if (pieces instanceof Fault) return pieces;
  const parts: BodyPart[] = [];
  for (const { start, end } of pieces) {
    const piece = text.slice(start, end);
    const head = splitHead(piece, 0);
    const fields = parseFields(piece.slice(0, head.end), limits, start);
    if (fields instanceof Fault) return fields;
    parts.push(new BodyPart(fields, entity.body.subarray(start + head.bodyStart, end), depth));
  }
  return { type, parts: parts as [BodyPart, ...BodyPart[]] };
}

/** `boundary := 0*69<bchars> bcharsnospace`; characters that it may not have are taken, as long as it can stand in a line. */
function boundaryOf({ parameters }: MediaType, limits: MultipartLimits): string | undefined {
  const written = parameters.get('boundary') ?? '';
  const boundary = written.charCodeAt(0) === QUOTE ? unquote(written) : written;
  return boundary !== '' && boundary.length <= limits.boundary && !boundary.endsWith(' ') ? boundary : undefined;
}

interface Piece {
  readonly start: number;
  readonly end: number;
}

/** Where the parts stand. What comes before the first delimiter and behind the last is for nobody (RFC 2046 §5.1.1). */
function split(text: string, boundary: string, most: number): readonly Piece[] | Fault {
  const delimiter = `--${boundary}`;
  const pieces: Piece[] = [];
  let start = -1;
  let at = 0;
  for (;;) {
    const found = text.indexOf(delimiter, at);
    if (found < 0) return broken(text.length);
    at = found + delimiter.length;
    // It begins a line, and nothing follows in it but white space; else it is some other text.
    if (found > 0 && !text.startsWith('\r\n', found - 2)) continue;
    const closing = text.startsWith('--', at);
    let end = closing ? at + 2 : at;
    while (end < text.length && isSpace(text.charCodeAt(end))) end++;
    if (!text.startsWith('\r\n', end) && !(closing && end === text.length)) continue;
    if (start >= 0) {
      if (pieces.length === most) return broken(found, 'too-large');
      // The line end before a delimiter is the delimiter's, but of an empty part it is the one before the part.
      pieces.push({ start, end: Math.max(start, found - 2) });
    }
    if (closing) return pieces.length > 0 ? pieces : broken(found);
    at = start = end + 2;
  }
}

/** The part that a Content-ID names. */
export function partWithId({ parts }: Multipart, id: string): BodyPart | undefined {
  return parts.find((part) => part.one(contentId) === id);
}

/** The part of a multipart/related that the others belong to: the one its `start` names, else the first (RFC 2387 §3.2). */
export function rootPart(multipart: Multipart): BodyPart | undefined {
  const start = multipart.type.parameters.get('start');
  if (start === undefined) return multipart.parts[0];
  const id = start.charCodeAt(0) === QUOTE ? unquote(start) : start;
  return partWithId(multipart, id.startsWith('<') ? id.slice(1, -1) : id);
}

/**
 * The body of a type, given as `application/sdp`: the entity itself, or a part of it. In a multipart/alternative the last
 * one, which is the richest (RFC 2046 §5.1.4), in a multipart/related the root, else the first. Undefined when there is
 * none; a Fault when something on the way to it can not be read.
 */
export function findBody(entity: Entity, wanted: string, limits = defaultMultipartLimits): Entity | Fault | undefined {
  const multipart = readMultipart(entity, limits);
  if (multipart instanceof Fault) return multipart;
  if (multipart === undefined) return isOfType(entity, wanted) ? (judgeContentEncoding(entity) ?? entity) : undefined;
  for (const part of candidates(multipart)) {
    const found = findBody(part, wanted, limits);
    if (found !== undefined) return found;
  }
  return undefined;
}

function candidates(multipart: Multipart): readonly BodyPart[] {
  const { type, parts } = multipart;
  if (type.subtype === 'alternative') return parts.toReversed();
  if (type.subtype !== 'related') return parts;
  const root = rootPart(multipart);
  return root === undefined ? [] : [root];
}

function isOfType(entity: Entity, wanted: string): boolean {
  const type = entity.one(contentType);
  return type !== undefined && !(type instanceof Fault) && `${type.type}/${type.subtype}` === wanted;
}

/** A part to be written; a BodyPart is one. */
export interface NewBodyPart {
  readonly fields: readonly HeaderField[];
  readonly body: Uint8Array;
}

/** How many tokens are drawn: a second is never needed unless they are no secret. */
const DRAWS = 8;

/** A boundary that does not occur in the text. Characters that a token and a boundary both may have need no quotes. */
function newBoundary(text: string, token: () => string): string {
  for (let draw = 0; draw < DRAWS; draw++) {
    const boundary = token();
    if (!/^[-\w.+']{1,70}$/.test(boundary))
      throw new UsageError('ERR_SIP_INVALID_OPTION', `not a boundary: ${JSON.stringify(boundary)}`);
    if (!text.includes(`--${boundary}`)) return boundary;
  }
  throw new UsageError('ERR_SIP_INVALID_OPTION', 'the boundary occurs in a part, however often it is drawn');
}

/**
 * A multipart body and its Content-Type. `token` gives a fresh random token (`Entropy.token`), of which the boundary is
 * made: one that occurs in no part. `parameters` are those of the type, as `type` and `start` of multipart/related.
 * @throws UsageError `ERR_SIP_INVALID_OPTION` when there is no part, the subtype is no token, or `token` gives none that
 *   will do
 */
export function formatMultipart(
  subtype: string,
  parts: readonly NewBodyPart[],
  token: () => string,
  parameters = Parameters.none
): { readonly type: string; readonly bytes: Uint8Array } {
  if (parts.length === 0 || !isAll(subtype, TOKEN))
    throw new UsageError('ERR_SIP_INVALID_OPTION', 'a multipart has a subtype and at least one part');
  const texts = parts.map(
    ({ fields, body }) => `${fields.map(({ line }) => `${line}\r\n`).join('')}\r\n${decodeLatin1(body)}`
  );
  const boundary = newBoundary(texts.join('\r\n'), token);
  const text = `${texts.map((part) => `--${boundary}\r\n${part}\r\n`).join('')}--${boundary}--\r\n`;
  const type = { type: 'multipart', subtype, parameters: parameters.with('boundary', boundary) };
  return { type: formatMediaType(type), bytes: encodeLatin1(text) };
}
