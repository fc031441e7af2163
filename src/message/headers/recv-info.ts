/**
 * Recv-Info: RFC 6086 §7.3.
 *
 * Recv-Info = "Recv-Info" HCOLON [ info-package-type *( COMMA info-package-type ) ]
 */
import type { Header } from '../header.ts';
import { formatInfoPackage, type InfoPackage, parseInfoPackage } from './info-package.ts';

/** The Info Packages the sender takes in this dialog; an empty field says none, an absent one nothing. */
export const recvInfo: Header<InfoPackage> = {
  name: 'Recv-Info',
  section: 'RFC 6086 §7.3',
  list: true,
  mayBeEmpty: true,
  parse: parseInfoPackage,
  format: formatInfoPackage
};
