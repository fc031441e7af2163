/** `--inspect` as it may be written. */
import { describe, expect, test } from 'vitest';
import { parseInspectPlace, parseSelection, startInspector } from '../../src/cli/inspect-option.ts';
import { Phones } from '../support/phones.ts';

describe('--inspect', () => {
  test.each([
    ['8070', { port: 8070, isStately: false }],
    ['0.0.0.0:8070', { host: '0.0.0.0', port: 8070, isStately: false }],
    ['[::1]:0', { host: '::1', port: 0, isStately: false }],
    ['localhost:1', { host: 'localhost', port: 1, isStately: false }],
    ['stately', { isStately: true }],
    ['stately,8070', { port: 8070, isStately: true }],
    ['stately,127.0.0.1:8070', { host: '127.0.0.1', port: 8070, isStately: true }]
  ])('%s', (text, place) => {
    expect(parseInspectPlace(text)).toEqual(place);
  });

  test.each(['', 'a', '1:2:3', '::1:80', '65536', 'stately8070', 'localhost:'])('%j is refused', (text) => {
    expect(() => parseInspectPlace(text)).toThrow('--inspect takes');
  });
});

describe('--stately-select', () => {
  test('call, chart and number', () => {
    expect(parseSelection('call=a@b,chart=dialog,newest=5')).toEqual({ callId: 'a@b', chart: 'dialog', newest: 5 });
  });

  test.each(['', 'call=', 'newest=x', 'state=a', 'chart'])('%j is refused', (text) => {
    expect(() => parseSelection(text)).toThrow('--stately-select takes');
  });
});

test('what is started says where it is, and warns of what leaves the machine', async () => {
  const { bob } = new Phones();
  const lines: string[] = [];
  const say = (line: string): void => void lines.push(line);
  expect(await startInspector(bob.stack, {}, say)).toBeUndefined();
  const local = await startInspector(bob.stack, { inspect: '127.0.0.1:0' }, say);
  expect(lines.splice(0)).toEqual([expect.stringMatching(/^inspector at http:\/\/127\.0\.0\.1:\d+\/$/)]);
  await local?.close();
  const flags = { inspect: 'stately,0.0.0.0:0', statelyUrl: 'https://example.org/', statelySelect: 'newest=1' };
  const beyond = await startInspector(bob.stack, flags, say);
  await beyond?.close();
  expect(lines).toEqual([
    expect.stringMatching(/^inspector at http:\/\/localhost:\d+\/\?token=[\w-]{32}$/),
    expect.stringContaining('WARNING: the inspector listens beyond this machine'),
    expect.stringMatching(
      /^WARNING: http:\/\/localhost:\d+\/stately\?token=.* opens https:\/\/example\.org\/ .*leaves this machine/
    )
  ]);
});
