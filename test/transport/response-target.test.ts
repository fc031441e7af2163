import { describe, expect, test } from 'vitest';
import { connectionTarget, datagramTarget } from '../../src/transport/response-target.ts';
import { viaOf } from './via.ts';

const target = (text: string): string | undefined => {
  const found = datagramTarget(viaOf(text));
  return found && `${found.host} ${String(found.port)}`;
};
const connection = (text: string): string | undefined => {
  const found = connectionTarget(viaOf(text));
  return found && `${found.host} ${String(found.port)}`;
};

describe('datagramTarget', () => {
  test.each([
    ['§18.2.2: received and the port of sent-by', '10.0.0.1:5070;received=192.0.2.9', '192.0.2.9 5070'],
    ['§18.2.2: received and 5060 when sent-by has no port', '10.0.0.1;received=192.0.2.9', '192.0.2.9 5060'],
    ['§18.2.2: sent-by when there is no received', '192.0.2.9:5070', '192.0.2.9 5070'],
    ['§18.2.2: maddr before received', '10.0.0.1:5070;maddr=192.0.2.7;received=192.0.2.9', '192.0.2.7 5070'],
    ['§18.2.2: maddr and 5060 when sent-by has no port', '10.0.0.1;maddr=192.0.2.7;rport=1', '192.0.2.7 5060'],
    ['§20.42: IPv6, without brackets', '[2001:db8::1]:5070', '2001:db8::1 5070'],
    ['§20.42: IPv6 in received, with brackets or without', 'a;received=[2001:db8::1]', '2001:db8::1 5060'],
    ['§20.42: IPv6 in maddr', 'a;maddr=[2001:db8::1]', '2001:db8::1 5060']
  ])('RFC 3261 %s', (_, text, result) => {
    expect(target(text)).toBe(result);
  });

  test.each([
    ['received and rport', '10.0.0.1:5070;received=192.0.2.9;rport=4711', '192.0.2.9 4711'],
    ['a rport that nobody filled in is none', '10.0.0.1:5070;received=192.0.2.9;rport', '192.0.2.9 5070']
  ])('RFC 3581 §4: %s', (_, text, result) => {
    expect(target(text)).toBe(result);
  });

  test.each([
    ...['224.0.0.1', '239.255.255.255', '255.255.255.255', '240.0.0.1', '0.0.0.0', '0.1.2.3'],
    ...['[ff02::1]', '[FF05::2]', '[::]', '[0:0:0:0:0:0:0:0]', '[::ffff:224.0.0.1]', '[::ffff:0.0.0.0]'],
    ...['[::ffff:e000:1]', '[0:0:0:0:0:FFFF:e000:1]', '[0:0:0:0:0:ffff:224.0.0.1]']
  ])('threat V33: nothing is sent to %s, be it maddr, received or sent-by', (host) => {
    expect(target(`10.0.0.1;maddr=${host}`)).toBeUndefined();
    expect(target(`10.0.0.1;received=${host}`)).toBeUndefined();
    expect(target(host)).toBeUndefined();
    expect(connection(host)).toBeUndefined();
  });

  test('nothing is sent to port 0', () => {
    expect(target('192.0.2.9:0')).toBeUndefined();
    expect(connection('192.0.2.9:0')).toBeUndefined();
  });

  test.each(['223.255.255.255', '1.0.0.1', '[2001:db8::ff02]', '[::ffff:192.0.2.9]', '[fe80::1]', 'ff.example.com'])(
    '%s is no group',
    (host) => {
      expect(target(host)).toBe(`${host.replace(/[[\]]/g, '')} 5060`);
    }
  );
});

describe('connectionTarget', () => {
  test.each([
    ['received and the port of sent-by', '10.0.0.1:5070;received=192.0.2.9', '192.0.2.9 5070'],
    ['never rport: the port of a connection that is gone', '10.0.0.1;received=192.0.2.9;rport=4711', '192.0.2.9 5060'],
    ['sent-by when there is no received', '192.0.2.9', '192.0.2.9 5060'],
    ['maddr is of datagrams only', '10.0.0.1;maddr=192.0.2.7;received=192.0.2.9', '192.0.2.9 5060']
  ])('RFC 3261 §18.2.2: %s', (_, text, result) => {
    expect(connection(text)).toBe(result);
  });

  test('RFC 3261 §18.2.2: 5061 for TLS', () => {
    expect(connectionTarget({ ...viaOf('192.0.2.9'), transport: 'TLS' })).toEqual({ host: '192.0.2.9', port: 5061 });
  });
});
