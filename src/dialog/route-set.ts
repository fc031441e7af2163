/** The route set of a dialog and where it leads: RFC 3261 §12.1, §12.2.1.1. */
import { Fault } from '../message/fault.ts';
import type { NameAddr } from '../message/headers/name-addr.ts';
import { nameAddr } from '../message/headers/name-addr.ts';
import { recordRoute } from '../message/headers/record-route.ts';
import type { SipMessage } from '../message/message.ts';
import { withoutDisallowed } from '../message/uri/allowed.ts';
import { isSipUri, type Uri } from '../message/uri/uri.ts';

/** The Record-Route values of a message, in order; a malformed one is as none (its sender was told, or will be, by the core). */
export function recordedRoutes(message: SipMessage): readonly NameAddr[] {
  const routes = message.all(recordRoute);
  return routes instanceof Fault ? [] : routes;
}

/** Whether a hop is a loose router (§16.12): it has the lr parameter. */
export const isLooseRouter = ({ uri }: NameAddr): boolean => isSipUri(uri) && uri.parameters.has('lr');

/** Request-URI and Route of a request, and the URI that its next hop is found from. */
export interface RequestTarget {
  readonly requestUri: Uri;
  readonly routes: readonly NameAddr[];
  readonly nextHop: Uri;
}

/**
 * Request-URI and Route for a route set and a remote target (§12.2.1.1). The next hop is found from the first Route, or
 * the Request-URI when there is none or it names a strict router (§8.1.2).
 */
export function routeRequest(routeSet: readonly NameAddr[], remoteTarget: Uri): RequestTarget {
  const [first, ...rest] = routeSet;
  const target = asRequestUri(remoteTarget);
  if (first === undefined) return { requestUri: target, routes: routeSet, nextHop: target };
  if (isLooseRouter(first)) return { requestUri: target, routes: routeSet, nextHop: first.uri };
  const requestUri = asRequestUri(first.uri);
  return { requestUri, routes: [...rest, nameAddr(remoteTarget)], nextHop: requestUri };
}

/** A URI without what may not stand in a Request-URI, such as headers (§19.1.1, table 1). */
const asRequestUri = (uri: Uri): Uri => (isSipUri(uri) ? withoutDisallowed(uri, 'Request-URI') : uri);
