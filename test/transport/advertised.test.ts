import { networkInterfaces, type NetworkInterfaceInfo } from 'node:os';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { advertisedHost } from '../../src/transport/advertised.ts';

vi.mock('node:os', () => ({ networkInterfaces: vi.fn() }));

/** The interfaces of a machine, as Node lists them. */
function machineHas(...addresses: readonly (readonly [address: string, internal: boolean])[]): void {
  const list = addresses.map(([address, internal]) => ({
    address,
    internal,
    family: address.includes(':') ? 'IPv6' : 'IPv4'
  }));
  vi.mocked(networkInterfaces).mockReturnValue({ eth0: list as NetworkInterfaceInfo[], down: undefined });
}

describe('advertisedHost', () => {
  beforeEach(() => {
    machineHas(
      ['127.0.0.1', true],
      ['::1', true],
      ['192.0.2.9', false],
      ['198.51.100.1', false],
      ['2001:db8::1', false]
    );
  });

  test.each([
    ['what is given', '0.0.0.0', 'sip.example.com', 'sip.example.com'],
    ['what is listened on', '192.0.2.1', undefined, '192.0.2.1'],
    ['loopback when it is listened on', '127.0.0.1', undefined, '127.0.0.1'],
    ['the first IPv4 address outside', '0.0.0.0', undefined, '192.0.2.9'],
    ['the first IPv6 address outside', '::', undefined, '2001:db8::1']
  ])('RFC 3261 §18.1.1: Via says %s', (_, host, advertise, says) => {
    expect(advertisedHost(host, advertise)).toBe(says);
  });

  test('loopback when the machine has nothing else', () => {
    machineHas(['127.0.0.1', true]);
    expect(advertisedHost('0.0.0.0', undefined)).toBe('127.0.0.1');
    expect(advertisedHost('::', undefined)).toBe('::1');
  });
});
