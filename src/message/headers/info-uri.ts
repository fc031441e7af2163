/**
 * A URI in angle brackets with parameters: the shape of Alert-Info, Call-Info and Error-Info.
 *
 * LAQUOT absoluteURI RAQUOT *( SEMI generic-param )  (RFC 3261 §25.1)
 *
 * Whoever follows such a URI does what a stranger says (RFC 3261 §20.9): nothing here does.
 */
import { type Parameters, parseParameters } from '../../syntax/parameters.ts';
import type { Scanner } from '../../syntax/scanner.ts';
import type { Header } from '../header.ts';
import { scanUri, type Uri } from '../uri/uri.ts';

/** Where more is to be found. */
export interface InfoUri {
  readonly uri: Uri;
  readonly parameters: Parameters;
}

const LESS = 0x3c;
const GREATER = 0x3e;

/** Reads `<uri>;parameters`. */
export function parseInfoUri(scanner: Scanner): InfoUri | undefined {
  scanner.skipSpace();
  if (!scanner.take(LESS)) return undefined;
  const uri = scanUri(scanner);
  if (uri === undefined || !scanner.take(GREATER)) return undefined;
  const parameters = parseParameters(scanner);
  return parameters === undefined ? undefined : { uri, parameters };
}

/** `<uri>;parameters`. */
export function formatInfoUri({ uri, parameters }: InfoUri): string {
  return `<${uri.text}>${parameters.toString()}`;
}

/** A header whose values are of this shape and nothing more. */
export function infoUriList(names: Pick<Header<InfoUri>, 'name' | 'section'>): Header<InfoUri> {
  return { ...names, list: true, parse: parseInfoUri, format: formatInfoUri };
}
