import { describe, expect, test } from 'vitest';
import { pAccessNetworkInfo } from '../../../src/message/headers/p-access-network-info.ts';
import { UsageError } from '../../../src/message/usage-error.ts';
import { Parameters } from '../../../src/syntax/parameters.ts';
import { readList, refuses, writes } from './reading.ts';

describe('RFC 7315 §5.4: P-Access-Network-Info', () => {
  test('accesses with what is known of them', () => {
    expect(
      readList(pAccessNetworkInfo, '3GPP-UTRAN-TDD; utran-cell-id-3gpp=234151D0FCE11', 'IEEE-802.11b;network-provided')
    ).toEqual([
      {
        accessType: '3GPP-UTRAN-TDD',
        parameters: Parameters.of(['utran-cell-id-3gpp', '234151D0FCE11']),
        extensions: []
      },
      { accessType: 'IEEE-802.11b', parameters: Parameters.of(['network-provided', '']), extensions: [] }
    ]);
    const text = 'IEEE-802.11;i-wlan-node-id="00:11:22:33:44:55";local-time-zone="UTC+01:00"';
    writes(pAccessNetworkInfo, text, text);
  });
  test('extension-access-info is any gen-value: it may have no name', () => {
    expect(readList(pAccessNetworkInfo, 'ADSL2+; "a \\"b\\"" ;[2001:db8::1];host.example;x=y')).toEqual([
      {
        accessType: 'ADSL2+',
        parameters: Parameters.of(['host.example', ''], ['x', 'y']),
        extensions: ['a "b"', '[2001:db8::1]']
      }
    ]);
    writes(pAccessNetworkInfo, 'GPON;"a;b";x', 'GPON;x;"a;b"');
  });
  test('there are at most 256 of both kinds', () => {
    const text = (count: number): string =>
      `a${';"b"'.repeat(count)}${Array.from({ length: 200 }, (_, i) => `;p${i}`).join('')}`;
    expect(readList(pAccessNetworkInfo, text(56))).toHaveLength(1);
    expect(readList(pAccessNetworkInfo, text(57))).toBeUndefined();
  });
  refuses(pAccessNetworkInfo, 'a;"b', 'a;[::1', 'a;"\u00ff"', 'a;b=', 'a;="b"');
  refuses(pAccessNetworkInfo, '', ';np', '"a"', 'a;', 'a b', 'a;np;np', 'a,');
  test('only a token is an access type', () => {
    expect(() =>
      pAccessNetworkInfo.format({ accessType: 'a;np', parameters: Parameters.none, extensions: [] })
    ).toThrow(UsageError);
  });
});
