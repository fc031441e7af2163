/** Reliable provisional responses as messages: RFC 3262 §3, RFC 3262 §4, RFC 3262 §7. */
import { Fault } from '../message/fault.ts';
import { type HeaderField, makeField } from '../message/field.ts';
import { rack } from '../message/headers/rack.ts';
import { require } from '../message/headers/require.ts';
import { rseq } from '../message/headers/rseq.ts';
import { supported } from '../message/headers/supported.ts';
import type { SipMessage, SipRequest, SipResponse } from '../message/message.ts';

/** The option tag of reliable provisional responses. */
export const optionTag = '100rel';

/** A first RSeq is below this (RFC 3262 §3); each of the next is one higher, and 2**32 - 1 is never reached. */
export const firstNumberLimit = 2 ** 31;

const names = (message: SipMessage, header: typeof supported): boolean => {
  const tags = message.all(header);
  return !(tags instanceof Fault) && tags.some((tag) => tag.toLowerCase() === optionTag);
};

/** Whether provisional responses to an INVITE have to be reliable, may be, or can not be. */
export type Reliability = 'required' | 'supported' | 'unsupported';

/** What the caller says of reliable provisional responses (RFC 3262 §3). */
export function reliabilityOf(request: SipRequest): Reliability {
  if (names(request, require)) return 'required';
  return names(request, supported) ? 'supported' : 'unsupported';
}

/** The fields that make a provisional response a reliable one (RFC 3262 §3). */
export const reliableFields = (number: number): readonly HeaderField[] => [
  makeField(require.name, optionTag),
  makeField(rseq.name, rseq.format(number))
];

/** The RSeq of a reliable provisional response; undefined when the response is none, or has none that can be read (RFC 3262 §4). */
export function responseNumberOf(response: SipResponse): number | undefined {
  if (response.status <= 100 || response.status >= 200 || !names(response, require)) return undefined;
  const number = response.one(rseq);
  return number instanceof Fault ? undefined : number;
}

/** What a PRACK is to a reliable provisional response: its acknowledgement, with an offer or without, or none. */
export type PrackVerdict = 'acknowledgement' | 'offer' | 'another' | 'unreadable';

/** Judges a PRACK by its RAck (RFC 3262 §3) and its body (RFC 3262 §5). A body is the answer when the response made an `offers`. */
export function judgePrack(
  prack: SipRequest,
  { response, offers }: { readonly response: SipResponse; readonly offers: boolean }
): PrackVerdict {
  const acknowledged = prack.one(rack);
  if (acknowledged === undefined || acknowledged instanceof Fault) return 'unreadable';
  const { sequence, method } = response.cseq;
  const matches =
    acknowledged.responseNumber === responseNumberOf(response) &&
    acknowledged.sequence === sequence &&
    acknowledged.method === method;
  if (!matches) return 'another';
  return prack.body.length > 0 && !offers ? 'offer' : 'acknowledgement';
}
