/**
 * A SIP request or response as an immutable value (RFC 3261 §7).
 *
 * The fields that every element needs are typed and known to be sound; every other field is read through its header's
 * file when it is asked for, and its exact bytes are kept.
 */
import { sameToken } from '../syntax/token.ts';
import { Fault } from './fault.ts';
import { type HeaderField, makeField } from './field.ts';
import { type Header, readAll, readFirst, readOne } from './header.ts';
import { contentType } from './headers/content-type.ts';
import type { CSeq } from './headers/cseq.ts';
import type { From } from './headers/from.ts';
import type { To } from './headers/to.ts';
import { canonicalName } from './headers/registry.ts';
import { type Via, via } from './headers/via.ts';
import type { Uri } from './uri/uri.ts';
import { UsageError } from './usage-error.ts';
import { Wire } from './wire.ts';

/** The fields of RFC 3261 §8.1.1 that every element reads, as typed values. */
export interface Essentials {
  readonly topmostVia: Via;
  readonly from: From;
  readonly to: To;
  readonly callId: string;
  readonly cseq: CSeq;
}

/** What a transport needs to know of something it sends. Every SipMessage is one. */
export interface Sendable {
  readonly kind: 'request' | 'response';
  /** The first line, without its CRLF. */
  readonly startLine: string;
  readonly fields: readonly HeaderField[];
  readonly body: Uint8Array;
  readonly topmostVia: Via;
  /** What it came as, as long as nothing in it was changed. */
  readonly wire?: Wire | undefined;
  /** All of it before the body, when that has been written already. */
  readonly head?: string;
}

/** No body. */
export const noBody: Uint8Array = new Uint8Array(0);

/** The fields that stand exactly once in every message. */
const singletons: readonly string[] = ['To', 'From', 'Call-ID', 'CSeq'];

abstract class Message implements Essentials {
  private readonly parts: Wire | { readonly fields: readonly HeaderField[]; readonly body: Uint8Array };
  readonly topmostVia: Via;
  readonly from: From;
  readonly to: To;
  readonly callId: string;
  readonly cseq: CSeq;
  // What was read already, kept by header and not by name: another grammar for the same field reads it anew. Header, value,
  // header, value …: nobody reads so many that a Map would pay.
  private ones: unknown[] | undefined;
  private lists: unknown[] | undefined;

  constructor(essentials: Essentials, fields: readonly HeaderField[] | Wire, body: Uint8Array) {
    this.parts = fields instanceof Wire ? fields : { fields, body };
    this.topmostVia = essentials.topmostVia;
    this.from = essentials.from;
    this.to = essentials.to;
    this.callId = essentials.callId;
    this.cseq = essentials.cseq;
  }

  /** All header fields, in order. */
  get fields(): readonly HeaderField[] {
    return this.parts.fields;
  }

  /** The body, as bytes. */
  get body(): Uint8Array {
    return this.parts.body;
  }

  /** What it came as, as long as nothing in it was changed. */
  get wire(): Wire | undefined {
    return this.parts instanceof Wire ? this.parts : undefined;
  }

  /** The same start line over other fields. */
  protected abstract copy(essentials: Essentials, fields: readonly HeaderField[], body: Uint8Array): this;

  /** The first field of a name (any case, long or compact), raw. */
  field(name: string): HeaderField | undefined {
    return this.fieldsOf(name)[0];
  }

  /** All fields of a name (any case, long or compact), raw, in order. */
  fieldsOf(name: string): readonly HeaderField[] {
    if (this.parts instanceof Wire) return this.parts.fieldsOf(name);
    const wanted = canonicalName(name);
    return this.parts.fields.filter((field) => sameToken(field.name, wanted));
  }

  /** The value of a field that stands once: undefined when it is absent, a Fault when it is malformed or stands twice. */
  one<T>(header: Header<T>): T | Fault | undefined {
    const ones = (this.ones ??= []);
    const known = ones.indexOf(header);
    if (known >= 0) return ones[known + 1] as T | Fault;
    const [field, second] = this.fieldsOf(header.name);
    if (field === undefined) return undefined;
    const value =
      second === undefined
        ? readOne(header, field)
        : new Fault('duplicate-field', 400, 'RFC 3261 §7.3.1', second.offset, header.name);
    ones.push(header, value);
    return value;
  }

  /** All values of a list header, comma-joined and repeated forms alike; a Fault when one is malformed. */
  all<T>(header: Header<T>): readonly T[] | Fault {
    const lists = (this.lists ??= []);
    const known = lists.indexOf(header);
    if (known >= 0) return lists[known + 1] as readonly T[] | Fault;
    const values = readAll(header, this.fieldsOf(header.name));
    lists.push(header, values);
    return values;
  }

  /**
   * A copy with the fields of a header replaced: the new ones stand where the first old one stood, else last.
   * @throws UsageError `ERR_SIP_INVALID_FIELD` when a value would break the message, or a field that every message needs
   *   is left out or doubled
   */
  with<T>(header: Header<T>, ...values: readonly T[]): this {
    const made = values.map((value) => makeField(header.name, header.format(value)));
    const name = canonicalName(header.name);
    if (singletons.includes(name) ? made.length !== 1 : name === via.name && made.length === 0)
      throw new UsageError('ERR_SIP_INVALID_FIELD', `${String(made.length)} values for ${name}`);
    const at = this.fields.findIndex((field) => sameToken(field.name, name));
    const others = this.fields.filter((field) => !sameToken(field.name, name));
    const fields = at < 0 ? [...others, ...made] : others.toSpliced(at, 0, ...made);
    return this.copy(this.essentialsWith(name, values[0]), fields, this.body);
  }

  private essentialsWith(name: string, value: unknown): Essentials {
    const { topmostVia, from, to, callId, cseq } = this;
    switch (name) {
      case 'Via':
        return { topmostVia: value as Via, from, to, callId, cseq };
      case 'From':
        return { topmostVia, from: value as From, to, callId, cseq };
      case 'To':
        return { topmostVia, from, to: value as To, callId, cseq };
      case 'Call-ID':
        return { topmostVia, from, to, callId: value as string, cseq };
      case 'CSeq':
        return { topmostVia, from, to, callId, cseq: value as CSeq };
      default:
        return this;
    }
  }

  /**
   * A copy with a raw field added behind the others; `value` is header text, as `makeField` takes it.
   * @throws UsageError `ERR_SIP_INVALID_FIELD` when name or value would break the message, or the field stands only once
   */
  withField(name: string, value: string): this {
    const field = makeField(name, value);
    if (singletons.includes(field.name)) throw new UsageError('ERR_SIP_INVALID_FIELD', `a second ${field.name}`);
    return this.copy(this, [...this.fields, field], this.body);
  }

  /**
   * A copy without any field of that name (any case, long or compact).
   * @throws UsageError `ERR_SIP_INVALID_FIELD` for a field that every message needs
   */
  without(name: string): this {
    const unwanted = canonicalName(name);
    if (unwanted === via.name || singletons.includes(unwanted))
      throw new UsageError('ERR_SIP_INVALID_FIELD', `no message without ${unwanted}`);
    const fields = this.fields.filter((field) => !sameToken(field.name, unwanted));
    return this.copy(this, fields, this.body);
  }

  /** A copy whose first Via value is another one; the values behind it stay as they are. */
  withTopmostVia(value: Via): this {
    const { from, to, callId, cseq } = this;
    const essentials = { topmostVia: value, from, to, callId, cseq };
    return this.copy(essentials, replaceTopmostVia(this.fields, value), this.body);
  }

  /** A copy with another body and its type. */
  withBody(body: Uint8Array, type: string): this {
    const fields = this.fields.filter((field) => field.name !== 'Content-Length' && field.name !== contentType.name);
    return this.copy(this, [...fields, makeField(contentType.name, type)], body);
  }
}

/** The fields with another first Via value; what stands behind it in the same field is kept. */
export function replaceTopmostVia(fields: readonly HeaderField[], value: Via): readonly HeaderField[] {
  const at = fields.findIndex((field) => field.name === via.name);
  const old = readFirst(via, fields[at] as HeaderField);
  const rest = old instanceof Fault || old.rest === '' ? '' : `, ${old.rest}`;
  return fields.with(at, makeField(via.name, `${via.format(value)}${rest}`));
}

/** A request (§7.1). */
export class SipRequest extends Message implements Sendable {
  readonly kind = 'request';
  readonly method: string;
  readonly requestUri: Uri;

  constructor(
    method: string,
    requestUri: Uri,
    essentials: Essentials,
    fields: readonly HeaderField[] | Wire,
    body = noBody
  ) {
    super(essentials, fields, body);
    this.method = method;
    this.requestUri = requestUri;
  }

  /** `Method SP Request-URI SP SIP-Version`. */
  get startLine(): string {
    return `${this.method} ${this.requestUri.text} SIP/2.0`;
  }

  /** A copy to another Request-URI. */
  withRequestUri(uri: Uri): SipRequest {
    return new SipRequest(this.method, uri, this, this.fields, this.body);
  }

  protected override copy(essentials: Essentials, fields: readonly HeaderField[], body: Uint8Array): this {
    return new SipRequest(this.method, this.requestUri, essentials, fields, body) as this;
  }
}

/** A response (§7.2). */
export class SipResponse extends Message implements Sendable {
  readonly kind = 'response';
  /** `Status-Code`, 100 to 699. */
  readonly status: number;
  /** `Reason-Phrase` as header text (one character a byte). */
  readonly reason: string;

  constructor(
    status: number,
    reason: string,
    essentials: Essentials,
    fields: readonly HeaderField[] | Wire,
    body = noBody
  ) {
    super(essentials, fields, body);
    this.status = status;
    this.reason = reason;
  }

  /** `SIP-Version SP Status-Code SP Reason-Phrase`. */
  get startLine(): string {
    return `SIP/2.0 ${String(this.status)} ${this.reason}`;
  }

  protected override copy(essentials: Essentials, fields: readonly HeaderField[], body: Uint8Array): this {
    return new SipResponse(this.status, this.reason, essentials, fields, body) as this;
  }
}

/** What `parse` makes of a peer's bytes, and `format` of ours. */
export type SipMessage = SipRequest | SipResponse;
