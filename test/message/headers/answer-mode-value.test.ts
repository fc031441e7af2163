import { describe, expect, test } from 'vitest';
import { answerMode } from '../../../src/message/headers/answer-mode.ts';
import { privAnswerMode } from '../../../src/message/headers/priv-answer-mode.ts';
import { UsageError } from '../../../src/message/usage-error.ts';
import { Parameters } from '../../../src/syntax/parameters.ts';
import { read, refuses, writes } from './reading.ts';

describe.each([
  ['RFC 5373 §2: Answer-Mode', answerMode],
  ['RFC 5373 §2: Priv-Answer-Mode', privAnswerMode]
])('%s', (title, header) => {
  test('a mode, and whether it must be', () => {
    expect(title.endsWith(`: ${header.name}`)).toBe(true);
    expect(read(header, 'AUTO;require')).toEqual({ mode: 'Auto', require: true, parameters: Parameters.none });
    writes(header, 'manual ;x=y', 'Manual;x=y');
    writes(header, 'Later;x;Require', 'Later;require;x');
  });
  refuses(header, '', ';require', 'Auto;require=1', '"Auto"', 'Auto,Manual', 'Auto;', 'Auto Manual');
  test('only a token is a mode', () => {
    const value = { mode: 'Auto;require', require: false, parameters: Parameters.none };
    expect(() => header.format(value)).toThrow(UsageError);
  });
});
