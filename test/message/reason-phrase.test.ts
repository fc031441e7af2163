import { expect, test } from 'vitest';
import { reasonPhrase } from '../../src/message/reason-phrase.ts';

test.each([
  [100, 'Trying'],
  [180, 'Ringing'],
  [481, 'Call/Transaction Does Not Exist'],
  [606, 'Not Acceptable'],
  // §8.1.3.2: an unknown code is treated as the x00 of its class.
  [199, 'Trying'],
  [299, 'OK'],
  [399, 'Multiple Choices'],
  [499, 'Bad Request'],
  [599, 'Server Internal Error'],
  [699, 'Busy Everywhere'],
  [700, '']
])('§21: %i %s', (status, phrase) => {
  expect(reasonPhrase(status)).toBe(phrase);
});
