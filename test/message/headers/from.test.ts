import { describe, expect, test } from 'vitest';
import { from } from '../../../src/message/headers/from.ts';
import { read, refuses, writes } from './reading.ts';

describe('§20.20: From', () => {
  test('has the shape of To', () => {
    expect(read(from, '"A. G. Bell" <sip:agb@bell-telephone.com> ;tag=a48s')).toMatchObject({
      displayName: 'A. G. Bell',
      tag: 'a48s'
    });
    writes(
      from,
      'Anonymous <sip:c8oqz84zk7z@privacy.org>;tag=hyh8',
      '"Anonymous" <sip:c8oqz84zk7z@privacy.org>;tag=hyh8'
    );
  });
  refuses(from, '', '*', '<sip:a@b>;tag', '<sip:a@b>, <sip:c@d>');
});
