/** Our own Contact: RFC 3261 §8.1.1.8. */
import { contactUri } from '../dialog/state.ts';
import { recordedRoutes } from '../dialog/route-set.ts';
import { type NameAddr, nameAddr } from '../message/headers/name-addr.ts';
import type { SipRequest } from '../message/message.ts';
import { formatSipUri, type SipUri } from '../message/uri/sip.ts';
import { isSipUri, sipUri, type Uri } from '../message/uri/uri.ts';
import { hostOf } from '../syntax/host.ts';
import { Parameters } from '../syntax/parameters.ts';
import type { Flow } from '../transaction/flow.ts';

/** The URI part `user` of any URI; undefined when it has none. */
export const userOf = (uri: Uri): string | undefined => (isSipUri(uri) ? uri.user : undefined);

/**
 * Whether the Contact of our response has to be a SIPS URI (§12.1.1): the Request-URI is one, or the top Record-Route,
 * or, without a Record-Route, the Contact.
 */
export function wantsSecureContact(request: SipRequest): boolean {
  const [top] = recordedRoutes(request);
  const nearest = top === undefined ? contactUri(request) : top.uri;
  return request.requestUri.scheme === 'sips' || nearest?.scheme === 'sips';
}

/** A Contact that leads back to us over a flow: `<sip:user@host:port;transport=tcp>`; sips when the request was (§8.1.1.8). */
export function localContact(user: string | undefined, { transport, local }: Flow, secure: boolean): NameAddr {
  const scheme: SipUri['scheme'] = secure ? 'sips' : 'sip';
  // UDP is what a sip URI means when it says nothing, TLS what a sips URI does (§19.1.2).
  const plain = transport === 'UDP' || transport === 'TLS';
  const parameters = plain ? Parameters.none : Parameters.of(['transport', transport.toLowerCase()]);
  return nameAddr(sipUri(formatSipUri({ scheme, user, host: hostOf(local.host), port: local.port, parameters })));
}
