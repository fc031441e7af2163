import { describe, expect, test } from 'vitest';
import { isRedirection, mostTargets, targetSet, type TargetSet, withRedirection } from '../../src/core/target-set.ts';
import { sipUri } from '../../src/message/uri/uri.ts';
import { answer, invite } from '../support/messages.ts';

/** The set of a call to `first` that was redirected to each of the Contacts in turn. */
const redirected = (first: string, ...contacts: readonly string[]): TargetSet =>
  contacts.reduce(
    (set, value) => withRedirection(set, answer(invite(), 302, { fields: [`Contact: ${value}`] })),
    targetSet(sipUri(first))
  );
const waiting = (first: string, ...contacts: readonly string[]): readonly string[] =>
  redirected(first, ...contacts).waiting.map(({ text }) => text);

describe('withRedirection', () => {
  test('RFC 3261 §8.1.3.4: takes the contacts, the most wanted first, those alike in their order', () => {
    const contacts = '<sip:a@h>;q=0.5, <sip:b@h>, <sip:c@h>;q=0.7, <sip:d@h>;q=0.5, <sip:e@h>;q=0, <sip:f@h>;q=first';
    expect(waiting('sip:bob@h', contacts)).toEqual(['b', 'f', 'c', 'a', 'd', 'e'].map((user) => `sip:${user}@h`));
  });

  test('RFC 3261 §8.1.3.4: none twice: neither the first, nor one of before, nor one that is equal by §19.1.4', () => {
    expect(waiting('sip:bob@h', '<sip:bob@H>, <sip:a@h>, <sip:%61@h>', '<sip:a@h>, <sip:b@h>')).toEqual([
      'sip:b@h',
      'sip:a@h'
    ]);
  });

  test('RFC 3261 §8.1.3.4: the whole URI but its method and its headers', () => {
    expect(waiting('sip:bob@h', '<sip:a:pw@h:5070;transport=tcp;method=BYE;x=y?Route=evil&Subject=z>')).toEqual([
      'sip:a:pw@h:5070;transport=tcp;x=y'
    ]);
  });

  test('RFC 3261 §8.1.3.4: a SIPS call is not redirected to what is not SIPS, the other way it may be', () => {
    expect(waiting('sips:bob@h', '<sip:a@h>, <sips:b@h>')).toEqual(['sips:b@h']);
    expect(waiting('sip:bob@h', '<sip:a@h>, <sips:b@h>')).toEqual(['sip:a@h', 'sips:b@h']);
  });

  test('what is no SIP URI, and a Contact that can not be read, is passed over', () => {
    expect(waiting('sip:bob@h', '<tel:+1>, <http://h>, <sip:a@h>')).toEqual(['sip:a@h']);
    expect(waiting('sip:bob@h', '*')).toEqual([]);
    expect(waiting('sip:bob@h', '<sip:a@h', '<sip:b@h>')).toEqual(['sip:b@h']);
    expect(withRedirection(targetSet(sipUri('sip:bob@h')), answer(invite(), 302)).waiting).toEqual([]);
  });

  test('threat V31: so many URIs and no more', () => {
    const many = (prefix: string) => Array.from({ length: 15 }, (_, at) => `<sip:${prefix}${String(at)}@h>`).join(', ');
    const { known } = redirected('sip:bob@h', many('a'), many('b'));
    expect(known).toHaveLength(mostTargets);
  });
});

test('RFC 3261 §21.3: 305 asks for a proxy and 380 for another service; any other 3xx is a 300', () => {
  const followed = [299, 300, 301, 302, 305, 380, 399, 400].filter((status) => isRedirection(answer(invite(), status)));
  expect(followed).toEqual([300, 301, 302, 399]);
});
