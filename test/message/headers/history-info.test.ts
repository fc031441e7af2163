import { describe, expect, test } from 'vitest';
import { historyInfo } from '../../../src/message/headers/history-info.ts';
import { sipUri } from '../../../src/message/uri/uri.ts';
import { UsageError } from '../../../src/message/usage-error.ts';
import { Parameters } from '../../../src/syntax/parameters.ts';
import { read, readList, refuses, writes } from './reading.ts';

describe('RFC 7044 §5: History-Info', () => {
  test('targets with their place in the tree', () => {
    const values = readList(
      historyInfo,
      '<sip:UserA@ims.example.com>;index=1;foo=bar, <sip:UserA@example.com?Reason=SIP%3Bcause%3D302>;index=1.1;np=1',
      '<sip:UserB@example.com>;index=1.2;mp=1.1,<sip:UserB@192.0.2.1>;index=1.2.10;rc=1.2'
    );
    expect(values?.map(({ index, recursed, mapped, notChanged }) => [index, recursed, mapped, notChanged])).toEqual([
      ['1', undefined, undefined, undefined],
      ['1.1', undefined, undefined, '1'],
      ['1.2', undefined, '1.1', undefined],
      ['1.2.10', '1.2', undefined, undefined]
    ]);
    expect(values?.[0]?.parameters).toEqual(Parameters.of(['foo', 'bar']));
  });
  test('written as it is read', () => {
    writes(historyInfo, '"A" <sip:a@b>;x;rc=1;Index=1.1', '"A" <sip:a@b>;index=1.1;rc=1;x');
    writes(historyInfo, 'sip:a@b', '<sip:a@b>');
    expect(read(historyInfo, `<sip:a@b>;index=${'1.'.repeat(2000)}1`)?.index).toHaveLength(4001);
  });
  refuses(
    historyInfo,
    '',
    'a',
    '<sip:a@b>;index',
    '<sip:a@b>;index=',
    '<sip:a@b>;index=a',
    '<sip:a@b>;index=1.',
    '<sip:a@b>;index=.1',
    '<sip:a@b>;index=1..1',
    '<sip:a@b>;index="1"',
    '<sip:a@b>;rc=x',
    '<sip:a@b>;index=1;index=1',
    '<sip:a@b>,'
  );
  test('only an index is written as one', () => {
    const parts = {
      displayName: undefined,
      uri: sipUri('sip:a@b'),
      index: '1',
      recursed: undefined,
      mapped: undefined,
      notChanged: undefined,
      parameters: Parameters.none
    };
    expect(() => historyInfo.format({ ...parts, index: '' })).toThrow(UsageError);
    expect(() => historyInfo.format({ ...parts, mapped: '1;x' })).toThrow(UsageError);
  });
});
