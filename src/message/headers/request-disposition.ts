/**
 * Request-Disposition: RFC 3841 §9.1.
 *
 * Request-Disposition = ( "Request-Disposition" / "d" ) HCOLON directive *( COMMA directive )
 * directive = "proxy" / "redirect" / "cancel" / "no-cancel" / "fork" / "no-fork" / "recurse" / "no-recurse"
 *   / "parallel" / "sequential" / "queue" / "no-queue"
 */
import { tokenList } from './token-list.ts';

/** How the caller wants proxies to treat the request; directives have no case. */
export const requestDisposition = tokenList({
  name: 'Request-Disposition',
  compact: 'd',
  section: 'RFC 3841 §9.1'
});
