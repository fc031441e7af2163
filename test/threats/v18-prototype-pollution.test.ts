import { beforeAll, describe, expect, test } from 'vitest';
import { formatMessage } from '../../src/message/format.ts';
import { isSipUri } from '../../src/message/index.ts';
import { bytesOf, textOf } from '../message/samples.ts';
import { answerTo, attack, options, readEverything, sound, withLine, withLines } from './attack.ts';

beforeAll(() => {
  Object.freeze(Object.prototype);
});

const names = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'valueOf',
  'prototype',
  '__defineGetter__',
  'isPrototypeOf'
];

describe('threat V18: names of Object.prototype', () => {
  test.each(names)('a field %s is an ordinary one, and is written as it came', (name) => {
    const message = sound(withLines(`${name}: 1`));
    expect(message.field(name)?.value).toBe('1');
    expect(message.field(name.toUpperCase())?.name).toBe(name);
    expect(textOf(formatMessage(message))).toBe(textOf(bytesOf(withLines(`${name}: 1`))));
    expect(message.without(name).field(name)).toBeUndefined();
    expect(answerTo(withLines(`${name}: 1`))).toBe('200');
    readEverything(message);
  });
  test.each(names)('a field %s that is not there is not there', (name) => {
    expect(sound(options).field(name)).toBeUndefined();
    expect(sound(options).fieldsOf(name)).toEqual([]);
  });
  test.each(names)('a parameter %s is an ordinary one: in a header, a Via, a URI', (name) => {
    const { from } = sound(withLine('From', `From: <sip:a@b;${name}=u>;${name}=1;tag=a`));
    expect([from.parameters.get(name), from.parameters.toString()]).toEqual(['1', `;${name}=1;tag=a`]);
    expect(isSipUri(from.uri) && from.uri.parameters.get(name)).toBe('u');
    const { topmostVia } = sound(withLine('Via', `Via: SIP/2.0/UDP h;${name};branch=z9hG4bKx`));
    expect(topmostVia.parameters.get(name)).toBe('');
    expect(sound(options).topmostVia.parameters.get(name)).toBeUndefined();
    expect(sound(options).topmostVia.parameters.has(name)).toBe(false);
  });
  test.each(names)('%s as a method, a tag, a Call-ID, a branch', (name) => {
    expect(attack(options.replaceAll('OPTIONS', name)).lines).toEqual(['SIP/2.0 501 Not Implemented']);
    const everywhere = withLine('Call-ID', `Call-ID: ${name}`)
      .replace('tag=a', `tag=${name}`)
      .replace('z9hG4bKoptions', name);
    const [answer] = attack(everywhere).sent;
    expect(answer).toMatchObject({ kind: 'response', status: 200, callId: name });
  });
});
