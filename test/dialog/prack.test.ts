/** RFC 3262 §3, §4, §7: which responses are reliable, and what acknowledges them. */
import { describe, expect, test } from 'vitest';
import { judgePrack, reliabilityOf, reliableFields, responseNumberOf } from '../../src/dialog/prack.ts';
import { answer, invite, request } from '../support/messages.ts';

describe('§3: what the caller says', () => {
  test.each([
    [['Supported: timer, 100REL'], 'supported'],
    [['Require: 100rel', 'Supported: 100rel'], 'required'],
    [['Supported: timer'], 'unsupported'],
    [['Supported: 100rel,,;'], 'unsupported'],
    [[], 'unsupported']
  ])('RFC 3262 §3: %j is %s', (fields, reliability) => {
    expect(reliabilityOf(invite({ fields }))).toBe(reliability);
  });

  test('RFC 3262 §3: Require and RSeq make a response reliable', () => {
    expect(reliableFields(7).map(({ line }) => line)).toEqual(['Require: 100rel', 'RSeq: 7']);
  });
});

describe('§4: which responses are reliable', () => {
  const both = ['Require: 100rel', 'RSeq: 7'];
  test.each([
    [183, both, 7],
    [199, both, 7],
    [100, both, undefined],
    [200, both, undefined],
    [183, ['RSeq: 7'], undefined],
    [183, ['Require: 100rel'], undefined],
    [183, ['Require: 100rel', 'RSeq: soon'], undefined]
  ])('RFC 3262 §4: %d with %j: %s', (status, fields, number) => {
    expect(responseNumberOf(answer(invite(), status, { fields }))).toBe(number);
  });
});

describe('§3, §5: what a PRACK is', () => {
  const response = answer(invite(), 183, { fields: ['Require: 100rel', 'RSeq: 7'] });
  test.each([
    ['7 1 INVITE', '', false, 'acknowledgement'],
    ['7 1 INVITE', 'v=0', true, 'acknowledgement'],
    ['7 1 INVITE', 'v=0', false, 'offer'],
    ['8 1 INVITE', '', false, 'another'],
    ['7 2 INVITE', '', false, 'another'],
    ['7 1 invite', '', false, 'another'],
    ['7', '', false, 'unreadable']
  ])('RFC 3262 §3, §5: RAck %s and %j, to a response that makes an offer: %s', (rack, body, offers, verdict) => {
    const prack = request('PRACK', { sequence: 2, fields: [`RAck: ${rack}`], body });
    expect(judgePrack(prack, { response, offers })).toBe(verdict);
  });

  test('RFC 3262 §7.2: one without RAck can not be told', () => {
    expect(judgePrack(request('PRACK'), { response, offers: false })).toBe('unreadable');
  });
});
