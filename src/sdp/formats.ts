/**
 * What a stream says of its formats: RFC 8866 §6.6, §6.15, read with sdp-transform.
 *
 * sdp-transform trusts what it is given. It is given these attributes alone, of a description that was found within the
 * limits; what it makes of them is checked and typed before anybody sees it.
 */
import { parse } from 'sdp-transform';

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

/** The formats of one stream. */
export interface Formats {
  readonly rtpMaps: readonly RtpMap[];
  readonly formatParameters: readonly FormatParameters[];
  /** Attributes of these names that could not be read, as written. */
  readonly unread: ReadonlySet<string>;
}

/** What sdp-transform really gives: numbers for texts that look like one, and nothing for what it can not read. */
type Loose<T> = { readonly [K in keyof T]?: string | number | undefined };
type ParsedMedia = ReturnType<typeof parse>['media'][number];

const ofFormat = /^(?:rtpmap|fmtp)(?::|$)/;
const digits = /^\d+$/;
/** Where all of it could be read. */
export const nothingUnread: Formats['unread'] = new Set();

/** Whether an attribute, as written, is one that is read here. */
export const isOfFormat = (attribute: string): boolean => ofFormat.test(attribute);

/** What the attributes of a stream, as written, say of its formats; undefined when sdp-transform can not take them. */
export function readFormats(attributes: readonly string[]): Formats | undefined {
  let lines = '';
  for (const attribute of attributes) if (isOfFormat(attribute)) lines += `a=${attribute}\n`;
  if (lines === '') return { rtpMaps: [], formatParameters: [], unread: nothingUnread };
  let parsed: ParsedMedia;
  try {
    parsed = parse(`m=\n${lines}`).media[0] as ParsedMedia;
  } catch {
    // It does not promise to take anything a peer may send.
    return undefined;
  }
  return {
    rtpMaps: readRtpMaps(parsed.rtp),
    formatParameters: readFormatParameters(parsed.fmtp),
    unread: parsed.invalid === undefined ? nothingUnread : new Set(parsed.invalid.map(({ value }) => value))
  };
}

const isNumber = (text: string): boolean => digits.test(text);

function readRtpMaps(parsed: readonly Loose<ParsedMedia['rtp'][number]>[]): readonly RtpMap[] {
  const rtpMaps: RtpMap[] = [];
  for (const { payload, codec, rate, encoding } of parsed) {
    const parameters = encoding === undefined || encoding === '' ? undefined : String(encoding);
    const read = { format: String(payload), encodingName: String(codec), clockRate: String(rate), parameters };
    if (isNumber(read.format) && read.encodingName !== '' && isNumber(read.clockRate)) rtpMaps.push(read);
  }
  return rtpMaps;
}

function readFormatParameters(parsed: readonly Loose<ParsedMedia['fmtp'][number]>[]): readonly FormatParameters[] {
  const formatParameters: FormatParameters[] = [];
  for (const { payload, config } of parsed) {
    const format = String(payload);
    if (isNumber(format)) formatParameters.push({ format, parameters: String(config) });
  }
  return formatParameters;
}
