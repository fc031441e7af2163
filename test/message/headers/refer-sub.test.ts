import { describe, expect, test } from 'vitest';
import { referSub } from '../../../src/message/headers/refer-sub.ts';
import { Parameters } from '../../../src/syntax/parameters.ts';
import { read, refuses, writes } from './reading.ts';

describe('RFC 4488 §4: Refer-Sub', () => {
  test('true or false', () => {
    expect(read(referSub, 'false')).toEqual({ value: false, parameters: Parameters.none });
    writes(referSub, 'TRUE ;x=y', 'true;x=y');
    writes(referSub, 'False', 'false');
  });
  refuses(referSub, '', 'no', '"true"', 'true,false', 'true;', 'true false', '1');
});
