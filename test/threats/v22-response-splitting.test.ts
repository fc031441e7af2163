import { describe, expect, test } from 'vitest';
import { Fault } from '../../src/message/fault.ts';
import { via } from '../../src/message/headers/via.ts';
import { answerTo, attack, withLine } from './attack.ts';

/** The Via of the answer to a request with these parameters in its own; it came from 192.0.2.2:5060. */
function answered(parameters: string, host = '192.0.2.2'): string {
  const { sent } = attack(withLine('Via', `Via: SIP/2.0/UDP ${host};branch=z9hG4bKx${parameters}`));
  const [answer] = sent;
  if (answer?.kind !== 'response') throw new Error(answer?.kind);
  const values = answer.all(via);
  if (values instanceof Fault) throw new Error(values.toString());
  return values.map((value) => value.parameters.toString()).join(' ');
}

describe('threat V22: a Via that the client wrote for itself (§18.2.1, RFC 3581 §4)', () => {
  test.each([';received=203.0.113.9', ';received=[2001:db8::9]', ';Received=203.0.113.9'])(
    '%s is overwritten',
    (parameters) => {
      expect(answered(parameters)).toBe(';branch=z9hG4bKx');
      expect(answered(parameters, 'elsewhere.example.com').toLowerCase()).toBe(';branch=z9hg4bkx;received=192.0.2.2');
    }
  );
  test.each([';rport', ';rport=1', ';rport=65535', ';rport=53;received=203.0.113.9'])(
    '%s is filled in with the port it came from',
    (parameters) => {
      const told = answered(parameters);
      expect(told).toContain(';rport=5060');
      expect(told).toContain(';received=192.0.2.2');
      expect(told).not.toContain('203.0.113.9');
    }
  );
  test.each([
    ';received=1.2.3.4%0d%0aX:y',
    ';received=1.2.3.4%0d%0aX',
    ';received="1.2.3.4"',
    ';received=evil.example.com',
    ';received=',
    ';rport=99999',
    ';rport=-1',
    ';rport=5060x',
    ';rport=%35',
    ';maddr=a%0d%0ab',
    ';branch=z9hG4bKy'
  ])('%s: 400; nothing of it is decoded, and it is not in the answer', (parameters) => {
    expect(answerTo(withLine('Via', `Via: SIP/2.0/UDP 192.0.2.2;branch=z9hG4bKx${parameters}`))).toBe('400 refused');
    expect(answered(parameters)).toBe(';branch=z9hG4bKx');
  });
});
