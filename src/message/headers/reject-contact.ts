/**
 * Reject-Contact: RFC 3841 §9.2.
 *
 * Reject-Contact = ( "Reject-Contact" / "j" ) HCOLON rc-value *( COMMA rc-value ); rc-value = "*" *( SEMI rc-params )
 */
import { featureSets } from './feature-set.ts';

/** Feature sets that the contacted user agent shall not have. */
export const rejectContact = featureSets({ name: 'Reject-Contact', compact: 'j', section: 'RFC 3841 §9.2' });
