import { describe, expect, test } from 'vitest';
import { securityClient } from '../../../src/message/headers/security-client.ts';
import { securityServer } from '../../../src/message/headers/security-server.ts';
import { securityVerify } from '../../../src/message/headers/security-verify.ts';
import { UsageError } from '../../../src/message/usage-error.ts';
import { Parameters } from '../../../src/syntax/parameters.ts';
import { readList, refuses, writes } from './reading.ts';

describe.each([
  ['RFC 3329 §2.2: Security-Client', securityClient],
  ['RFC 3329 §2.2: Security-Server', securityServer],
  ['RFC 3329 §2.2: Security-Verify', securityVerify]
])('%s', (title, header) => {
  test('mechanisms with their parameters', () => {
    expect(title).toContain(header.name);
    expect(readList(header, 'ipsec-ike;q=0.1', 'TLS;q=0.2, digest')).toEqual([
      { mechanism: 'ipsec-ike', parameters: Parameters.of(['q', '0.1']) },
      { mechanism: 'tls', parameters: Parameters.of(['q', '0.2']) },
      { mechanism: 'digest', parameters: Parameters.none }
    ]);
    const text = 'ipsec-3gpp;alg=hmac-sha-1-96;spi-c=98765432;port-c=5062;d-ver="0a";mod=trans';
    writes(header, text, text);
  });
  refuses(header, '', ';q=1', 'tls;q=1;q=2', 'tls;', '"tls"', 'tls,', 'tls digest');
  test('only a token is a mechanism', () => {
    expect(() => header.format({ mechanism: 'a;b', parameters: Parameters.none })).toThrow(UsageError);
  });
});
