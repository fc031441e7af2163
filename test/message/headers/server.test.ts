import { describe, test } from 'vitest';
import { server } from '../../../src/message/headers/server.ts';
import { refuses, writes } from './reading.ts';

describe('RFC 3261 §20.35: Server', () => {
  test('the example', () => {
    writes(server, 'HomeServer v2', 'HomeServer v2');
  });
  refuses(server, '', 'a/', '(a');
});
