import { describe, expect, test } from 'vitest';
import { pAccessNetworkInfo } from '../../../src/message/headers/p-access-network-info.ts';
import { UsageError } from '../../../src/message/usage-error.ts';
import { Parameters } from '../../../src/syntax/parameters.ts';
import { readList, refuses, writes } from './reading.ts';

describe('RFC 7315 §5.4: P-Access-Network-Info', () => {
  test('accesses with what is known of them', () => {
    expect(readList(pAccessNetworkInfo, '3GPP-UTRAN-TDD; utran-cell-id-3gpp=234151D0FCE11', 'IEEE-802.11b;np')).toEqual(
      [
        { accessType: '3GPP-UTRAN-TDD', parameters: Parameters.of(['utran-cell-id-3gpp', '234151D0FCE11']) },
        { accessType: 'IEEE-802.11b', parameters: Parameters.of(['np', '']) }
      ]
    );
    const text = 'IEEE-802.11;i-wlan-node-id="00:11:22:33:44:55";local-time-zone="UTC+01:00"';
    writes(pAccessNetworkInfo, text, text);
  });
  refuses(pAccessNetworkInfo, '', ';np', '"a"', 'a;', 'a b', 'a;np;np', 'a,');
  test('only a token is an access type', () => {
    expect(() => pAccessNetworkInfo.format({ accessType: 'a;np', parameters: Parameters.none })).toThrow(UsageError);
  });
});
