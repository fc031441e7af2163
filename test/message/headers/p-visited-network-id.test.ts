import { describe, expect, test } from 'vitest';
import { pVisitedNetworkId } from '../../../src/message/headers/p-visited-network-id.ts';
import { Parameters } from '../../../src/syntax/parameters.ts';
import { readList, refuses, writes } from './reading.ts';

describe('RFC 7315 §5.3: P-Visited-Network-ID', () => {
  test('names, quoted or not', () => {
    expect(readList(pVisitedNetworkId, 'other.net, "Visited network number 1";a=b')).toEqual([
      { network: 'other.net', parameters: Parameters.none },
      { network: 'Visited network number 1', parameters: Parameters.of(['a', 'b']) }
    ]);
    writes(pVisitedNetworkId, '"other.net"', 'other.net');
    writes(pVisitedNetworkId, '"a;b" ;c', '"a;b";c');
  });
  test('an IPv6 reference is no token: it is quoted', () => {
    writes(pVisitedNetworkId, '"[2001:db8::1]"', '"[2001:db8::1]"');
  });
  refuses(pVisitedNetworkId, '[2001:db8::1]', '', ';a', 'a b', '"a', '"\u00ff"', 'a;', 'a,');
});
