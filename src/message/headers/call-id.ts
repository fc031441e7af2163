/**
 * Call-ID: RFC 3261 §20.8.
 *
 * callid = word [ "@" word ]
 */
import { WORD } from '../../syntax/characters.ts';
import type { Header } from '../header.ts';

const AT = 0x40;

/** What all messages of a call share; its case counts. */
export const callId: Header<string> = {
  name: 'Call-ID',
  compact: 'i',
  section: 'RFC 3261 §20.8',
  list: false,
  parse(scanner) {
    const start = scanner.position;
    scanner.skip(WORD);
    if (scanner.position === start) return undefined;
    if (scanner.take(AT)) {
      const second = scanner.position;
      scanner.skip(WORD);
      if (scanner.position === second) return undefined;
    }
    return scanner.since(start);
  },
  format: (value) => value
};
