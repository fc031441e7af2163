/** The route set of a dialog and where it leads: RFC 3261 §12.1, §12.2.1.1. */
import { Fault } from '../message/fault.ts';
import type { NameAddr } from '../message/headers/name-addr.ts';
import { nameAddr } from '../message/headers/name-addr.ts';
import { recordRoute } from '../message/headers/record-route.ts';
import type { SipMessage } from '../message/message.ts';
import { isSipUri, parseUri, type Uri } from '../message/uri/uri.ts';
import { formatSipUri } from '../message/uri/sip.ts';

/** The Record-Route values of a message, in order; a malformed one is as none (its sender was told, or will be, by the core). */
export function recordedRoutes(message: SipMessage): readonly NameAddr[] {
  const routes = message.all(recordRoute);
  return routes instanceof Fault ? [] : routes;
}

/** Whether a hop is a loose router (§16.12): it has the lr parameter. */
export const isLooseRouter = ({ uri }: NameAddr): boolean => isSipUri(uri) && uri.parameters.has('lr');

/** Request-URI and Route of a request. */
export interface RequestTarget {
  readonly requestUri: Uri;
  readonly routes: readonly NameAddr[];
}

/** Request-URI and Route for a route set and a remote target, loose or strict (§12.2.1.1). */
export function routeRequest(routeSet: readonly NameAddr[], remoteTarget: Uri): RequestTarget {
  const [first, ...rest] = routeSet;
  if (first === undefined || isLooseRouter(first)) return { requestUri: remoteTarget, routes: routeSet };
  return { requestUri: asRequestUri(first.uri), routes: [...rest, nameAddr(remoteTarget)] };
}

/** The URI that the next hop is found from: the topmost Route, or the Request-URI (§8.1.2). For a strict router they are the same. */
export function nextHop({ requestUri, routes }: RequestTarget): Uri {
  const [first] = routes;
  return first !== undefined && isLooseRouter(first) ? first.uri : requestUri;
}

/** A URI without what may not stand in a Request-URI: headers and the method parameter (§19.1.1, table 1). */
function asRequestUri(uri: Uri): Uri {
  if (!isSipUri(uri) || (uri.headers === '' && !uri.parameters.has('method'))) return uri;
  return parseUri(formatSipUri({ ...uri, parameters: uri.parameters.without('method') })) ?? uri;
}
