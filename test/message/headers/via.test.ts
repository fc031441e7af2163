import { describe, expect, test } from 'vitest';
import { Fault } from '../../../src/message/fault.ts';
import { makeField } from '../../../src/message/field.ts';
import { readAll } from '../../../src/message/header.ts';
import { salvageVia, via } from '../../../src/message/headers/via.ts';
import { Scanner } from '../../../src/syntax/scanner.ts';
import { read, readList, refuses, writes } from './reading.ts';

describe('§20.42: Via', () => {
  test('a via-parm', () => {
    const value = read(via, 'SIP/2.0/UDP erlang.bell-telephone.com:5060;branch=z9hG4bK87asdks7');
    expect(value).toMatchObject({
      transport: 'UDP',
      host: 'erlang.bell-telephone.com',
      port: 5060,
      branch: 'z9hG4bK87asdks7'
    });
  });
  test('white space stands around every separator, and no word has a case', () => {
    const text = 'Sip / 2.0 / tcp\tfirst.example.com : 4000 ; ttl = 16 ;MAddr=224.2.0.1 ; Branch = z9hG4bKa7c6a8dlze.1';
    writes(via, text, 'SIP/2.0/TCP first.example.com:4000;ttl=16;MAddr=224.2.0.1;Branch=z9hG4bKa7c6a8dlze.1');
    expect(read(via, text)?.branch).toBe('z9hG4bKa7c6a8dlze.1');
  });
  test('RFC 2543: a Via without a branch', () => {
    expect(read(via, 'SIP/2.0/UDP h')?.branch).toBeUndefined();
  });
  test('other transports are tokens', () => {
    expect(read(via, 'SIP/2.0/WSS df7jal23ls0d.invalid;branch=z9hG4bK1')?.transport).toBe('WSS');
    expect(read(via, 'SIP/2.0/UNKNOWN h')?.transport).toBe('UNKNOWN');
  });
  test.each([
    'received=192.0.2.2',
    'received=2001:db8::9:255',
    'received=[2001:db8::9:255]',
    'rport',
    'rport=0',
    'rport=65535',
    'maddr=[::1]',
    'maddr=h',
    'ttl=0',
    'ttl=255',
    'x="a;b"'
  ])('§25.1, RFC 3581 §5: ;%s', (parameter) => {
    writes(via, `SIP/2.0/UDP h;${parameter}`, `SIP/2.0/UDP h;${parameter}`);
  });
  refuses(
    via,
    '',
    'SIP',
    'SIP/2.0',
    'SIP/2.0/',
    'SIP/2.0/UDP',
    'SIP/2.0/UDPh',
    'SIP/2.0/UDP;branch=x',
    'SIP/1.0/UDP h',
    'HTTP/2.0/UDP h',
    '/2.0/UDP h',
    'SIP/2.0//UDP h',
    'SIP/2.0/UDP h:',
    'SIP/2.0/UDP h:65536',
    'SIP/2.0/UDP h:-1',
    'SIP/2.0/UDP h h',
    'SIP/2.0/UDP h;',
    'SIP/2.0/UDP h;branch',
    'SIP/2.0/UDP h;branch=',
    'SIP/2.0/UDP h;branch="z9hG4bK1"',
    'SIP/2.0/UDP h;branch=[::1]',
    'SIP/2.0/UDP h;branch=a;Branch=b',
    'SIP/2.0/UDP h;rport=65536',
    'SIP/2.0/UDP h;rport=99999',
    'SIP/2.0/UDP h;rport=5060x',
    'SIP/2.0/UDP h;received',
    'SIP/2.0/UDP h;received=h',
    'SIP/2.0/UDP h;received=1.2.3.4%0d%0aX:y',
    'SIP/2.0/UDP h;maddr',
    'SIP/2.0/UDP h;maddr=a_b',
    'SIP/2.0/UDP h;ttl',
    'SIP/2.0/UDP h;ttl=256',
    'SIP/2.0/UDP h;ttl=0001',
    'SIP/2.0/UDP h;ttl=a'
  );
  test('§7.3.1: comma-joined equals repeated', () => {
    const joined = readList(via, 'SIP/2.0/UDP a;branch=1 , SIP/2.0/UDP b', 'SIP/2.0/UDP c');
    expect(joined).toEqual(readList(via, 'SIP/2.0/UDP a;branch=1', 'SIP/2.0/UDP b', 'SIP/2.0/UDP c'));
    expect(joined?.map((value) => value.host)).toEqual(['a', 'b', 'c']);
  });
  test('§7.3.1: no value between two commas, or behind the last', () => {
    expect(readList(via, 'SIP/2.0/UDP a,,SIP/2.0/UDP b')).toBeUndefined();
    expect(readList(via, 'SIP/2.0/UDP a,')).toBeUndefined();
    expect(readList(via, '')).toBeUndefined();
  });
  test('seventy values are read, seventy-one are too many', () => {
    const fields = Array.from({ length: 71 }, () => makeField('Via', 'SIP/2.0/UDP a'));
    expect(readAll(via, fields.slice(1))).toHaveLength(70);
    expect(readAll(via, fields)).toEqual(new Fault('too-large', 400, via.section, 0, 'Via'));
    expect(readAll(via, [makeField('Via', 'SIP/2.0/UDP a,'.repeat(5000))])).toMatchObject({ code: 'too-large' });
  });
});

describe('§8.2.7: what a broken Via still says', () => {
  const salvaged = (text: string): string | undefined => {
    const value = salvageVia(new Scanner(text));
    return value === undefined ? undefined : via.format(value);
  };
  test.each([
    ['SIP/2.0/UDP 192.0.2.15;;,;,,', 'SIP/2.0/UDP 192.0.2.15'],
    ['SIP/7.0/UDP c.example.com;branch=z9hG4bKkdjuw', 'SIP/2.0/UDP c.example.com;branch=z9hG4bKkdjuw'],
    [' sip / 2.0 / tcp h : 5070 ; rport ;BRANCH=b;;', 'SIP/2.0/TCP h:5070;rport;BRANCH=b'],
    ['SIP/2.0/UDP h;rport=99999;branch=b', 'SIP/2.0/UDP h;branch=b'],
    ['SIP/2.0/UDP h;branch=b;branch=c', 'SIP/2.0/UDP h;branch=b'],
    ['SIP/2.0/UDP h;branch="b";received=x;maddr=y;ttl=z', 'SIP/2.0/UDP h'],
    ['SIP/2.0/UDP h;a=(;branch=b', 'SIP/2.0/UDP h']
  ])('%j says %j', (text, expected) => {
    expect(salvaged(text)).toBe(expected);
    expect(read(via, expected)).toBeDefined();
  });
  test('the branch is read as one', () => {
    expect(salvageVia(new Scanner('SIP/3.0/UDP h;branch=b'))?.branch).toBe('b');
  });
  test.each([
    '',
    'nonsense',
    'HTTP/2.0/UDP h',
    'SIP',
    'SIP/',
    'SIP/2.0',
    'SIP/2.0/',
    'SIP/2.0/UDP',
    'SIP/2.0/UDP;h',
    'SIP/2.0/UDP[::1]',
    'SIP/2.0/(UDP h',
    'SIP/2.0/UDP ;',
    'SIP/2.0/UDP h:99999'
  ])('%j does not say where to', (text) => {
    expect(salvaged(text)).toBeUndefined();
  });
});
