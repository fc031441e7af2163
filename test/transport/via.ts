/** A Via as a peer writes it. */
import { type Via, via } from '../../src/message/headers/via.ts';
import { Scanner } from '../../src/syntax/scanner.ts';

export function viaOf(text: string): Via {
  const parsed = via.parse(new Scanner(`SIP/2.0/UDP ${text}`));
  if (parsed === undefined) throw new Error(`no Via: ${text}`);
  return parsed;
}
