import DOMPurify from 'dompurify';
import mermaid from 'mermaid';
import { beforeAll, describe, expect, test } from 'vitest';
import type { MessageEvent, TraceEvent } from '../../src/trace/event.ts';
import { formatLadderSvg, formatMermaidSequence, type Ladder, ladderOf } from '../../visualizations/index.ts';
import { addressIn, readMessageText } from '../../visualizations/ladder/message-text.ts';
import { TracedPhones } from '../trace/phones.ts';
import { readXml } from './scxml-document.ts';

const flow = {
  transport: 'UDP',
  local: { host: '192.0.2.1', port: 5060 },
  remote: { host: '2001:db8::1', port: 5070 }
};
const invite = {
  type: 'message',
  at: 1000,
  message: 1,
  direction: 'in',
  flow,
  startLine: 'INVITE sip:bob@example.org SIP/2.0',
  cseq: { sequence: 1, method: 'INVITE' },
  text: 'INVITE sip:bob@example.org SIP/2.0\r\nf: "A" <sip:alice@example.com;x=1>;tag=1\r\nTo: sip:bob@example.org;tag=2\r\n\r\n'
} satisfies MessageEvent;
const ringing = {
  ...invite,
  message: 2,
  at: 1250,
  direction: 'out',
  startLine: 'SIP/2.0 180 Ringing',
  status: 180
} satisfies MessageEvent;

const rowsOf = ({ participants, arrows }: Ladder): string[] =>
  arrows.map(({ from, to, label }) => `${participants[from]?.name ?? ''} ${label} ${participants[to]?.name ?? ''}`);
const linksOf = ({ arrows }: Ladder): string[] =>
  arrows.flatMap(({ label, steps }) =>
    steps.map(({ relation, chart, from = 'start', to }) => `${label} ${relation} ${chart} ${from} ${to}`)
  );

const phones = new TracedPhones();
beforeAll(async () => {
  await phones.call();
});

describe('RFC 3665 §3.1: the ladder of a call', () => {
  test('has its messages in their order, from the caller on the left', () => {
    const ofBob = ladderOf(phones.ofBob);
    expect(ofBob.participants).toEqual([
      { name: 'alice@example.org', address: 'UDP 192.0.2.2:5060' },
      { name: 'bob@192.0.2.1', address: 'UDP 192.0.2.1:5060' }
    ]);
    expect(ofBob.us).toBe(1);
    expect(rowsOf(ofBob)).toEqual([
      'alice@example.org INVITE bob@192.0.2.1',
      'bob@192.0.2.1 100 Trying alice@example.org',
      'bob@192.0.2.1 180 Ringing alice@example.org',
      'bob@192.0.2.1 200 OK (INVITE) alice@example.org',
      'alice@example.org ACK bob@192.0.2.1',
      'bob@192.0.2.1 BYE alice@example.org',
      'alice@example.org 200 OK (BYE) bob@192.0.2.1'
    ]);
    const ofAlice = ladderOf(phones.ofAlice);
    expect([ofAlice.us, rowsOf(ofAlice)]).toEqual([0, rowsOf(ofBob)]);
  });

  test('links each message with what it caused, and with what sent it', () => {
    const links = linksOf(ladderOf(phones.ofBob));
    expect(links).toContain('INVITE caused inviteServerTransaction start Proceeding.unanswered');
    expect(links).toContain('200 OK (INVITE) sent inviteServerTransaction Proceeding.answered Accepted');
    expect(links).toContain('ACK caused dialog Confirmed.awaitingAck Confirmed.established');
    expect(links).toContain('200 OK (BYE) caused nonInviteClientTransaction Trying.retransmitting Completed');
    for (const { steps, index } of ladderOf(phones.ofBob).arrows)
      for (const step of steps) {
        const event = phones.ofBob[step.index];
        expect(event).toMatchObject({ actor: step.actor });
        expect(step.index > index).toBe(step.relation === 'caused');
      }
  });

  test('links them also where time passes between what is done and what is sent', () => {
    const slow = phones.ofBob.map((event, index) => ({
      ...(JSON.parse(JSON.stringify(event)) as TraceEvent),
      at: index
    }));
    expect(linksOf(ladderOf(slow))).toEqual(linksOf(ladderOf(phones.ofBob)));
  });

  test('says which timer sent a message', () => {
    const trying = ladderOf(phones.ofBob).arrows.find(({ label }) => label === '100 Trying');
    expect(trying?.timer).toBe('timerTrying');
  });
});

test('§17.2.1: what is sent again is folded, and what it causes is kept', () => {
  const events: TraceEvent[] = [
    invite,
    ringing,
    { ...invite, message: 3, at: 1500, repeats: 1 },
    { type: 'counted', at: 1500, name: 'absorbed', cause: { message: 3 } },
    { ...ringing, message: 4, at: 1500, repeats: 2 },
    { ...ringing, message: 5, at: 1600, repeats: 99 }
  ];
  const { arrows } = ladderOf(events);
  expect(arrows.map(({ label, repeats }) => [label, repeats])).toEqual([
    ['INVITE', [{ index: 2, message: 3, at: 1500 }]],
    ['180 Ringing', [{ index: 4, message: 4, at: 1500 }]],
    ['180 Ringing', []]
  ]);
  expect(arrows[0]?.troubles).toEqual(['absorbed']);
  expect(formatMermaidSequence(ladderOf(events))).toContain('p0-xp1: INVITE ×2 [absorbed] (0.000 s)');
});

test('what could not be read is an arrow with its fault, and what is missing is counted', () => {
  const unread: MessageEvent = { type: 'message', at: 1000, message: 1, direction: 'in', flow, text: 'x' };
  const ladder = ladderOf([
    { type: 'lost', at: 0, count: 7 },
    { ...unread, fault: 'not-sip at 0' }
  ]);
  expect(ladder.lost).toBe(7);
  expect(ladder.participants).toEqual([
    { name: '[2001:db8::1]:5070', address: 'UDP [2001:db8::1]:5070' },
    { name: '192.0.2.1:5060', address: 'UDP 192.0.2.1:5060' }
  ]);
  expect(ladder.arrows[0]).toMatchObject({ label: 'unreadable', kind: 'unreadable', troubles: ['not-sip at 0'] });
  expect(formatMermaidSequence(ladder)).toContain('Note over p0: 7 events are missing');
});

test('a third one who speaks stands on the right', () => {
  const other = { ...flow, remote: { host: '192.0.2.9', port: 5060 } };
  const ladder = ladderOf([invite, { ...invite, message: 2, direction: 'out', flow: other }]);
  expect(ladder.participants.map(({ name }) => name)).toEqual([
    'alice@example.com',
    'bob@example.org',
    'bob@example.org'
  ]);
  expect(ladder.arrows.map(({ from, to }) => [from, to])).toEqual([
    [0, 1],
    [1, 2]
  ]);
});

describe('the text of a message', () => {
  test('is taken apart, folds and all', () => {
    expect(readMessageText('BYE x SIP/2.0\r\nSubject: a\r\n\tb\nnonsense\r\n\r\nbody\r\n\r\nmore')).toEqual({
      startLine: 'BYE x SIP/2.0',
      fields: [
        { name: 'Subject', value: 'a b' },
        { name: '', value: 'nonsense' }
      ],
      body: 'body\r\n\r\nmore'
    });
  });

  test('§20.20, §20.39: says who it is from and to', () => {
    const message = readMessageText(invite.text);
    expect([addressIn(message, 'from'), addressIn(message, 'to')]).toEqual(['alice@example.com', 'bob@example.org']);
    expect(addressIn(readMessageText('X'), 'to')).toBeUndefined();
    expect(addressIn(readMessageText('X\r\nTo: <>'), 'to')).toBeUndefined();
  });
});

const hostile = '</text><script>alert(1)</script>"&#x;\u0000\u001b%%{init}%%\nend';
const attacked = ladderOf([
  { ...invite, startLine: `SIP/2.0 299 ${hostile}`, status: 299, fault: hostile, text: `x\r\nTo: <sip:${hostile}>` }
]);

describe('Mermaid', () => {
  beforeAll(() => {
    // Mermaid's parser passes labels through DOMPurify, which does nothing without a browser: the grammar needs none of it.
    Object.assign(DOMPurify, { addHook: () => undefined, sanitize: (text: string) => text });
  });

  test('reads a ladder', async () => {
    for (const ladder of [ladderOf(phones.ofAlice), ladderOf(phones.ofBob), ladderOf([]), attacked])
      expect(await mermaid.parse(formatMermaidSequence(ladder))).toMatchObject({ diagramType: 'sequence' });
  });
});

describe('the picture', () => {
  test.each(['auto', 'light', 'dark'] as const)('is the same each time, and XML: %s', (theme) => {
    for (const ladder of [ladderOf(phones.ofAlice), ladderOf(phones.ofBob), ladderOf([]), attacked]) {
      const svg = formatLadderSvg(ladder, { theme });
      expect(formatLadderSvg(ladder, { theme })).toBe(svg);
      expect(() => readXml(svg)).not.toThrow();
      expect(svg.includes('@media')).toBe(theme === 'auto');
      expect(svg).not.toContain('<script>');
    }
  });

  test('has a hook for every message and every change of state', () => {
    const ladder = ladderOf(phones.ofBob);
    const svg = formatLadderSvg(ladder);
    for (const { message } of ladder.arrows) expect(svg).toContain(`data-message="${message}"`);
    const changes = ladder.arrows.flatMap(({ steps }) => steps.filter(({ from, to }) => from !== to));
    expect(changes.filter(({ index }) => svg.includes(`data-step="${index}"`)).length).toBeGreaterThan(8);
  });

  test('is as wide as what it says: no label reaches over an upright', () => {
    const long = ladderOf([invite, { ...ringing, startLine: `SIP/2.0 180 ${'Ringing '.repeat(20)}` }]);
    expect(long.arrows[1]?.label).toMatch(/…$/);
    const [left = 0, right = 0] = [...formatLadderSvg(long).matchAll(/x1="([\d.]+)"/g)].map(([, x]) => Number(x));
    expect(right - left).toBeGreaterThan(48 * 6);
  });
});
