/** The fields that an application adds to a message of ours: not those that we write ourselves, or there would be two. */
import type { HeaderField } from '../message/field.ts';
import { UsageError } from '../message/usage-error.ts';

const always = ['Via', 'From', 'To', 'Call-ID', 'CSeq', 'Content-Type', 'Content-Length'];

/** What we write, by the kind of message. A refusal may carry a Contact: where else to try (§21.3). */
const written: Readonly<Record<'INVITE' | 'OPTIONS' | 'inDialog' | 'answer' | 'refusal', readonly string[]>> = {
  INVITE: [...always, 'Max-Forwards', 'Contact'],
  OPTIONS: [...always, 'Max-Forwards'],
  inDialog: [...always, 'Max-Forwards', 'Contact', 'Route'],
  answer: [...always, 'Contact', 'Record-Route', 'RSeq'],
  refusal: always
};

/** @throws UsageError `ERR_SIP_INVALID_FIELD` for a field that this kind of message gets from us */
export function demandAddable(fields: readonly HeaderField[], kind: keyof typeof written): void {
  const twice = fields.find(({ name }) => written[kind].includes(name));
  if (twice !== undefined)
    throw new UsageError('ERR_SIP_INVALID_FIELD', `${twice.name} is not the application’s to add`);
}
