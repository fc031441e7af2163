/**
 * Referred-By: RFC 3892 §3.
 *
 * Referred-By = ( "Referred-By" / "b" ) HCOLON referrer-uri *( SEMI ( referredby-id-param / generic-param ) )
 * referrer-uri = name-addr / addr-spec; referredby-id-param = "cid" EQUAL sip-clean-msg-id
 */
import type { Header } from '../header.ts';
import { formatQuoted, textOf } from './gen-value.ts';
import { type NameAddr, parseNameAddr } from './name-addr.ts';
import { formatNameAddrWith } from './name-addr-field.ts';
import { otherParameters } from './own-parameters.ts';

/** Who referred; the address and all parameters but `cid`. */
export interface ReferredBy extends NameAddr {
  /** The Content-ID of the body that proves it, without quotes. */
  readonly cid: string | undefined;
}

/** By whom the sender of a request was referred. A claim, unless a signed body says the same (RFC 3892 §4). */
export const referredBy: Header<ReferredBy> = {
  name: 'Referred-By',
  compact: 'b',
  section: 'RFC 3892 §3',
  list: false,
  parse(scanner) {
    const address = parseNameAddr(scanner);
    if (address === undefined) return undefined;
    const { displayName, uri, parameters } = address;
    const written = parameters.get('cid');
    const cid = written === undefined ? undefined : textOf(written);
    if (written !== undefined && !cid) return undefined;
    return { displayName, uri, cid, parameters: otherParameters(parameters, 'cid') };
  },
  format: (value) => formatNameAddrWith(value, [['cid', value.cid === undefined ? undefined : formatQuoted(value.cid)]])
};
