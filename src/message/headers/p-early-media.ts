/**
 * P-Early-Media: RFC 5009 §8, §9.
 *
 * P-Early-Media = "P-Early-Media" HCOLON [ em-param *( COMMA em-param ) ]
 * em-param = "sendrecv" / "sendonly" / "recvonly" / "inactive" / "gated" / "supported" / token
 */
import { tokenList } from './token-list.ts';

/** Which early media flows may pass, media by media; `supported` in a request says that the field is known. */
export const pEarlyMedia = tokenList({ name: 'P-Early-Media', section: 'RFC 5009 §8', mayBeEmpty: true });
