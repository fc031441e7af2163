/**
 * `r-value`: the shape of Resource-Priority and Accept-Resource-Priority.
 *
 * r-value = namespace "." r-priority; both are token-nodot  (RFC 4412 §3.1)
 */
import type { Scanner } from '../../syntax/scanner.ts';
import { lowerCase } from '../../syntax/token.ts';
import { UsageError } from '../usage-error.ts';
import { formatTokenValue } from './token-value.ts';

/** A priority within its namespace, both in lower case (RFC 4412 §3.1: they have no case). */
export interface ResourceValue {
  readonly namespace: string;
  readonly priority: string;
}

/** Reads `namespace "." r-priority`. */
export function parseResourceValue(scanner: Scanner): ResourceValue | undefined {
  scanner.skipSpace();
  const [namespace = '', priority = '', ...more] = (scanner.token() ?? '').split('.', 3);
  if (namespace === '' || priority === '' || more.length > 0) return undefined;
  return { namespace: lowerCase(namespace), priority: lowerCase(priority) };
}

/**
 * `namespace.r-priority`.
 * @throws UsageError `ERR_SIP_INVALID_FIELD` when one of them is no token without dots
 */
export function formatResourceValue({ namespace, priority }: ResourceValue): string {
  if (namespace.includes('.') || priority.includes('.'))
    throw new UsageError('ERR_SIP_INVALID_FIELD', `a dot in ${JSON.stringify([namespace, priority])}`);
  return `${formatTokenValue(namespace)}.${formatTokenValue(priority)}`;
}
