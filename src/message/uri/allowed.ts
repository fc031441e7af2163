/** What may stand where in a SIP URI: RFC 3261 §19.1.1, Table 1. */
import { lowerCase } from '../../syntax/token.ts';
import { Parameters } from '../../syntax/parameters.ts';
import { formatSipUri, type SipUri } from './sip.ts';

/** Where a URI stands: the columns of Table 1. */
export type UriPlace =
  | 'Request-URI'
  | 'To'
  | 'From'
  /** Contact of a REGISTER, of its 200, and of a 3xx. */
  | 'registration Contact'
  /** Contact of a message that makes or keeps up a dialog, Record-Route, Route. */
  | 'dialog Contact'
  /** Outside of a message: a web page, a business card, a Refer-To. */
  | 'external';

/** A component of a URI that some place does not allow; user, password, host, `user` and unknown parameters may stand anywhere. */
export type UriComponent = 'port' | 'method' | 'maddr' | 'ttl' | 'transport' | 'lr' | 'headers';

/** The entries marked `-`. */
const disallowed: Record<UriPlace, readonly UriComponent[]> = {
  'Request-URI': ['method', 'headers'],
  To: ['port', 'method', 'maddr', 'ttl', 'transport', 'lr', 'headers'],
  From: ['port', 'method', 'maddr', 'ttl', 'transport', 'lr', 'headers'],
  'registration Contact': ['method', 'lr'],
  'dialog Contact': ['method', 'ttl', 'headers'],
  external: []
};

function hasComponent(uri: SipUri, component: UriComponent): boolean {
  switch (component) {
    case 'port':
      return uri.port !== undefined;
    case 'headers':
      return uri.headers !== '';
    default:
      return uri.parameters.has(component);
  }
}

/** The components of a URI that Table 1 does not allow in a place; none when all is well. */
export function disallowedComponents(uri: SipUri, place: UriPlace): readonly UriComponent[] {
  return disallowed[place].filter((component) => hasComponent(uri, component));
}

/**
 * The URI without what Table 1 does not allow in a place: "elements processing URIs SHOULD ignore any disallowed components
 * if they are present". The same object when there is nothing to ignore.
 */
export function withoutDisallowed(uri: SipUri, place: UriPlace): SipUri {
  const found: readonly string[] = disallowedComponents(uri, place);
  if (found.length === 0) return uri;
  const kept = [...uri.parameters].filter(([name]) => !found.includes(lowerCase(name)));
  const rest = {
    ...uri,
    port: found.includes('port') ? undefined : uri.port,
    headers: found.includes('headers') ? '' : uri.headers,
    parameters: Parameters.of(...kept)
  };
  const text = formatSipUri(rest);
  return { ...rest, text: rest.headers === '' ? text : `${text}?${rest.headers}` };
}
