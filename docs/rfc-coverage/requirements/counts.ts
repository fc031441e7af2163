/**
 * How often each keyword of RFC 2119 stands in each section whose sentences are listed. Those of RFC 3261 are counted by
 * `docs/rfc-coverage/count.ts` in its text; those of RFC 6026 by hand, in what it puts into RFC 3261 and in its §7.
 */
import type { Level } from '../sentences.ts';

export const counts: Readonly<Record<string, Partial<Record<Level, number>>>> = {
  '3261§8.1.3.1': { MUST: 2 },
  '3261§8.1.3.2': { MUST: 4 },
  '3261§8.1.3.3': { SHOULD: 1 },
  '3261§8.1.3.4': { SHOULD: 5, 'MUST NOT': 1, MUST: 2, RECOMMENDED: 1 },
  '3261§8.1.3.5': { SHOULD: 6 },
  '3261§8.2': { MUST: 1, 'MUST NOT': 1, SHOULD: 1 },
  '3261§8.2.1': { MUST: 4 },
  '3261§8.2.2': { MUST: 1, SHOULD: 1 },
  '3261§8.2.2.1': { RECOMMENDED: 1, SHOULD: 3 },
  '3261§8.2.2.2': { MUST: 1, SHOULD: 1 },
  '3261§8.2.2.3': { MUST: 4, 'MUST NOT': 1 },
  '3261§8.2.3': { MUST: 4 },
  '3261§8.2.4': { 'MUST NOT': 2, SHOULD: 1, MUST: 2, 'NOT RECOMMENDED': 1 },
  '3261§8.2.6.1': { 'SHOULD NOT': 1, SHOULD: 2, MUST: 2 },
  '3261§8.2.6.2': { MUST: 9 },
  '3261§8.2.7': { 'MUST NOT': 2, MUST: 3 },
  '3261§9.1': { 'SHOULD NOT': 2, MUST: 6, 'MUST NOT': 2, SHOULD: 3 },
  '3261§9.2': { SHOULD: 3 },
  '3261§17.1': { SHOULD: 1 },
  '3261§17.1.1.2': { MUST: 20, 'SHOULD NOT': 2, SHOULD: 3, 'NOT RECOMMENDED': 1, RECOMMENDED: 1, 'MUST NOT': 2 },
  '3261§17.1.1.3': { MUST: 8, 'NOT RECOMMENDED': 1 },
  '3261§17.1.2.2': { SHOULD: 4, MUST: 14 },
  '3261§17.1.4': { SHOULD: 2 },
  '3261§17.2.1': { MUST: 14, 'SHOULD NOT': 1, SHOULD: 1 },
  '3261§17.2.2': { MUST: 11 },
  '3261§17.2.4': { SHOULD: 2 },
  '3261§18.1.1': { MUST: 11, SHOULD: 2, RECOMMENDED: 2 },
  '3261§18.1.2': { MUST: 3 },
  '3261§18.2.1': { SHOULD: 1, RECOMMENDED: 1, MUST: 4 },
  '3261§18.2.2': { MUST: 5, SHOULD: 4 },
  '6026§7.1': { MUST: 6, 'MUST NOT': 2 },
  '6026§7.2': { MUST: 4, 'MUST NOT': 1 },
  '6026§7.3': { MUST: 1, 'MUST NOT': 1 },
  '6026§8.2': { 'MUST NOT': 1 },
  '6026§8.4': { MUST: 13, 'MUST NOT': 3 },
  '6026§8.5': { MUST: 2 },
  '6026§8.7': { MUST: 4 },
  '6026§8.8': { SHOULD: 1, MUST: 1 },
  '6026§8.9': { MUST: 2 }
};
