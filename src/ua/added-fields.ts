/** The fields that an application adds to a message of ours: not those that we write ourselves, or there would be two. */
import type { HeaderField } from '../message/field.ts';
import { UsageError } from '../message/usage-error.ts';

const always = ['Via', 'From', 'To', 'Call-ID', 'CSeq', 'Content-Type', 'Content-Length'];

/** What else we write, by the kind of message. A refusal may carry a Contact: where else to try (§21.3). */
const written = {
  INVITE: ['Max-Forwards', 'Contact'],
  OPTIONS: ['Max-Forwards'],
  answer: ['Contact', 'Record-Route'],
  refusal: []
} as const;

/** @throws UsageError `ERR_SIP_INVALID_FIELD` for a field that this kind of message gets from us */
export function demandAddable(fields: readonly HeaderField[], kind: keyof typeof written): void {
  const ours: readonly string[] = [...always, ...written[kind]];
  const twice = fields.find(({ name }) => ours.includes(name));
  if (twice !== undefined)
    throw new UsageError('ERR_SIP_INVALID_FIELD', `${twice.name} is not the application’s to add`);
}
