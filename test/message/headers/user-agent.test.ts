import { describe, test } from 'vitest';
import { userAgent } from '../../../src/message/headers/user-agent.ts';
import { refuses, writes } from './reading.ts';

describe('RFC 3261 §20.41: User-Agent', () => {
  test('the example', () => {
    writes(userAgent, 'Softphone Beta1.5', 'Softphone Beta1.5');
  });
  refuses(userAgent, '', 'a/', '(a');
});
