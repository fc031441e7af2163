/**
 * `"*" *( SEMI parameter )`: the shape of Accept-Contact and Reject-Contact (RFC 3841 §9.2) and of Feature-Caps
 * (RFC 6809 §6.2). What the parameters say of media features is RFC 3840's.
 */
import { type Parameters, parseParameters } from '../../syntax/parameters.ts';
import type { Scanner } from '../../syntax/scanner.ts';
import type { Header } from '../header.ts';

const STAR = 0x2a;

/** Reads `*` and the parameters behind it. */
export function parseFeatureSet(scanner: Scanner): Parameters | undefined {
  scanner.skipSpace();
  return scanner.take(STAR) ? parseParameters(scanner) : undefined;
}

/** `*;name=value;name`. */
export function formatFeatureSet(features: Parameters): string {
  return `*${features.toString()}`;
}

/** A header whose values are feature sets and nothing else. */
export function featureSets(names: Pick<Header<Parameters>, 'name' | 'compact' | 'section'>): Header<Parameters> {
  return { ...names, list: true, parse: parseFeatureSet, format: formatFeatureSet };
}
