/**
 * Info-Package: RFC 6086 §7.2, §9.2; its value is also one of Recv-Info.
 *
 * Info-Package = "Info-Package" HCOLON info-package-type
 * info-package-type = info-package-name *( SEMI info-package-param ); info-package-name = token
 */
import type { Parameters } from '../../syntax/parameters.ts';
import type { Scanner } from '../../syntax/scanner.ts';
import type { Header } from '../header.ts';
import { parseTokenAndParameters } from './own-parameters.ts';
import { formatTokenValue } from './token-value.ts';

/** An Info Package. Its name is compared byte by byte (RFC 6086 §7.2). */
export interface InfoPackage {
  readonly name: string;
  readonly parameters: Parameters;
}

/** Reads a package's name and parameters. */
export function parseInfoPackage(scanner: Scanner): InfoPackage | undefined {
  const read = parseTokenAndParameters(scanner);
  return read === undefined ? undefined : { name: read.token, parameters: read.parameters };
}

/** `name;parameters`. */
export function formatInfoPackage({ name, parameters }: InfoPackage): string {
  return `${formatTokenValue(name)}${parameters.toString()}`;
}

/** What an INFO is about. */
export const infoPackage: Header<InfoPackage> = {
  name: 'Info-Package',
  section: 'RFC 6086 §7.2',
  list: false,
  parse: parseInfoPackage,
  format: formatInfoPackage
};
