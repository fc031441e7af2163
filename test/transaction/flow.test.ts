import { expect, test } from 'vitest';
import { defaultPort, formatAddress, isReliable } from '../../src/transaction/flow.ts';

test('§17: every transport but UDP is reliable', () => {
  expect(isReliable('UDP')).toBe(false);
  for (const transport of ['TCP', 'TLS', 'WS', 'WSS', 'SCTP']) expect(isReliable(transport)).toBe(true);
});

test('§19.1.2: the default port is 5060, and 5061 over TLS', () => {
  expect(defaultPort('UDP')).toBe(5060);
  expect(defaultPort('TLS')).toBe(5061);
});

test('an address is written as host:port', () => {
  expect(formatAddress({ host: '192.0.2.1', port: 5060 })).toBe('192.0.2.1:5060');
  expect(formatAddress({ host: '::1', port: 5060 })).toBe('[::1]:5060');
  expect(formatAddress({ host: '[::1]', port: 5060 })).toBe('[::1]:5060');
  expect(formatAddress({ host: 'a', port: undefined })).toBe('a');
});
