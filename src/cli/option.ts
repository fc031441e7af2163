/** What is written behind an option, read. */
import { isIpv6, withoutBrackets } from '../syntax/host.ts';
import type { Address } from '../transaction/flow.ts';

/** @throws Error that names the option */
export function readWholeNumber(text: string, name: string, most: number): number {
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value <= most))
    throw new Error(`--${name} takes a whole number up to ${String(most)}, not ${JSON.stringify(text)}`);
  return value;
}

/**
 * `homer.example:9060`, `[::1]:9060`, and, if there is a host to take instead, `9060`.
 * @throws Error that names the option
 */
export function readAddress(text: string, name: string, usualHost?: string): Address {
  const parts = /^(?:(\[[0-9a-f:.]+\]|[a-z0-9.-]+):)?(\d{1,5})$/i.exec(text);
  const host = withoutBrackets(parts?.[1] ?? usualHost ?? '');
  const port = Number(parts?.[2]);
  if (host === '' || !(port <= 65535) || (parts?.[1]?.startsWith('[') === true && !isIpv6(host)))
    throw new Error(
      `--${name} takes ${usualHost === undefined ? 'host:port' : '[host:]port'}, not ${JSON.stringify(text)}`
    );
  return { host, port };
}
