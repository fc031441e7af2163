/** The responses to an INVITE that make a dialog: RFC 3261 §12.1.1, §13.3.1. */
import { type HeaderField, makeField } from '../message/field.ts';
import { contact } from '../message/headers/contact.ts';
import { contentType } from '../message/headers/content-type.ts';
import type { NameAddr } from '../message/headers/name-addr.ts';
import type { SipRequest, SipResponse } from '../message/message.ts';
import { buildResponse } from '../message/response.ts';

/** A body and its media type. */
export interface TypedBody {
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** What a response to an INVITE says. */
export interface InviteAnswer {
  readonly status: number;
  readonly reason?: string | undefined;
  readonly fields?: readonly HeaderField[];
  readonly body?: TypedBody | undefined;
  /** Of a provisional response: it is repeated until it is acknowledged (RFC 3262 §3). */
  readonly reliable?: boolean;
}

/** The response to an INVITE: one that makes a dialog (101 to 299) copies every Record-Route and names our Contact. */
export function buildInviteResponse(
  request: SipRequest,
  localTag: string,
  localContact: NameAddr,
  { status, reason, fields = [], body }: InviteAnswer
): SipResponse {
  const makesDialog = status > 100 && status < 300;
  return buildResponse(request, status, {
    toTag: localTag,
    reason,
    fields: [
      ...(makesDialog
        ? [...request.fieldsOf('Record-Route'), makeField(contact.name, contact.format(localContact))]
        : []),
      ...fields,
      ...(body === undefined ? [] : [makeField(contentType.name, body.type)])
    ],
    ...(body === undefined ? {} : { body: body.bytes })
  });
}
