/** The conformance scenarios against our own stack, whole, in virtual time; and against one that does everything wrong. */
import { describe, expect, test } from 'vitest';
import {
  formatList,
  formatReport,
  type Line,
  resultToJson,
  runConformance,
  type ScenarioTransport,
  scenarios,
  VirtualClock
} from '../../../src/testing/index.ts';
import { countingEntropy } from '../../support/entropy.ts';
import { Laboratory, type LaboratoryOptions, type Meddling } from './laboratory.ts';

const failures = (results: Awaited<ReturnType<Laboratory['run']>>): readonly string[] =>
  results.flatMap(({ scenario, outcome }) => (outcome.verdict === 'failed' ? [scenario.name] : []));

describe.each(['UDP', 'TCP'] as const)('our stack over %s', (transport) => {
  test('RFC 3261 §8.2, §9.2, §13.3, §17.2, RFC 6026 §7.1: every scenario passes', async () => {
    const laboratory = new Laboratory(transport);
    const results = await laboratory.run(scenarios);
    expect(formatReport(results.filter(({ outcome }) => outcome.verdict !== 'passed'))).toBe(formatReport([]));
    expect(results.length).toBeGreaterThanOrEqual(20);
    expect(laboratory.errors).toEqual([]);
    laboratory.clock.advance(100_000);
    const { transactions, dialogs, invites } = laboratory.stack;
    expect({ transactions, dialogs, invites }).toEqual({ transactions: 0, dialogs: 0, invites: 0 });
  });
});

const isFinalTo = (method: string, text: string): boolean =>
  /^SIP\/2\.0 [2-6]/.test(text) && new RegExp(`^CSeq: \\d+ ${method}`, 'm').test(text);

/** Every second message of a kind is changed. */
function everySecond(is: (text: string) => boolean, change: (text: string) => string): Meddling {
  const seen = new Map<string, number>();
  return (text) => {
    if (!is(text)) return [text];
    const call = /^Call-ID: (.*)$/m.exec(text)?.[1] ?? '';
    const count = (seen.get(call) ?? 0) + 1;
    seen.set(call, count);
    return [count % 2 === 0 ? change(text) : text];
  };
}

/** Faults of a target, and the scenarios that have to find them. */
const faults: readonly (readonly [what: string, over: ScenarioTransport, LaboratoryOptions, ...found: string[]])[] = [
  [
    'Timer G without a cap',
    'UDP',
    { timers: { T2: 1_000_000 } },
    'Timer G repeats a refusal at intervals that double up to T2, until Timer H'
  ],
  [
    'a T1 of its own',
    'UDP',
    { timers: { T1: 700 } },
    'an ACK after repetitions ends them just so',
    'the ACK ends the repetitions of the 2xx'
  ],
  [
    'an answer that is said twice',
    'TCP',
    { meddling: (text) => (isFinalTo('BYE', text) ? [text, text] : [text]) },
    'a final response is not repeated unasked'
  ],
  [
    'a repetition with another To tag',
    'UDP',
    {
      meddling: everySecond(
        (text) => isFinalTo('BYE', text),
        (text) => text.replace(/^(To: .*);tag=\w+/m, '$1;tag=x')
      )
    },
    'a repeated request gets the same final response again'
  ],
  [
    'a repetition that never comes',
    'UDP',
    {
      meddling: everySecond(
        (text) => isFinalTo('INVITE', text),
        () => ''
      )
    },
    'a repeated INVITE gets the refusal again'
  ],
  [
    'Vias out of order',
    'UDP',
    { meddling: (text) => [text.replace(/(192\.0\.2\.7:5099)(.*)second\.invalid/, 'second.invalid$2$1')] },
    'a response has every Via in its order, and From, Call-ID, CSeq and To as they came'
  ],
  [
    'a 487 with a tag of its own',
    'UDP',
    { meddling: (text) => [text.startsWith('SIP/2.0 487') ? text.replace(/^(To: .*);tag=\w+/m, '$1;tag=x') : text] },
    'a CANCEL gets 200, its INVITE 487, with the To tag of the ringing'
  ],
  [
    'a 405 without Allow',
    'UDP',
    { meddling: (text) => [text.replace('SIP/2.0 501', 'SIP/2.0 405').replace(/^Allow: .*\r\n/m, '')] },
    'a method that nobody knows gets 405 with Allow, or 501',
    'OPTIONS gets 200 with Allow'
  ],
  [
    'no tag on the To',
    'UDP',
    { meddling: (text) => [text.replace(/^(To: .*);tag=\w+/m, '$1')] },
    'a To without a tag gets one',
    'a call: 2xx with Contact and tag, ACK, BYE, 200'
  ],
  [
    'no Record-Route and no Contact in the 2xx',
    'UDP',
    { meddling: (text) => [text.replaceAll(/^(Record-Route|Contact): .*\r\n/gm, '')] },
    'the 2xx has every Record-Route of the INVITE, in its order',
    'a call: 2xx with Contact and tag, ACK, BYE, 200'
  ],
  [
    'nobody at home',
    'UDP',
    { meddling: () => [] },
    'an INVITE is answered within 200 ms, be it by 100',
    'a BYE of no dialog gets 481'
  ],
  ['rubbish', 'UDP', { meddling: () => ['SIP/2.0 200 OK\r\nrubbish\r\n\r\n'] }, 'a To without a tag gets one'],
  [
    'no received in the Via',
    'UDP',
    { meddling: (text) => [text.replace(/;received=[^;\r]*/, '')] },
    'a sent-by that is not the source gets received'
  ]
];

describe('a target that is wrong', () => {
  test.each(faults.map(([what, over, options, ...found]) => ({ what, over, options, found })))(
    '$what is found',
    async ({ over, options, found }) => {
      const laboratory = new Laboratory(over, options);
      const meant = scenarios.filter(({ name }) => found.includes(name));
      expect(meant.length).toBe(found.length);
      expect(failures(await laboratory.run(meant))).toEqual(meant.map(({ name }) => name));
    }
  );

  test('a refusal that never comes judges nothing', async () => {
    const laboratory = new Laboratory('UDP');
    const [result] = await laboratory.run(scenarios, { only: 'gets the refusal again', users: { refusing: 'bob' } });
    expect(result?.outcome).toMatchObject({ verdict: 'unjudged', step: 2 });
  });
});

describe('what is run, and how it is told', () => {
  test('scenarios are chosen by clause or name, and what is left out says why', async () => {
    const laboratory = new Laboratory('UDP');
    const results = await laboratory.run(scenarios, { only: '§9.2', users: {}, longest: 500 });
    expect(results.map(({ outcome }) => outcome.verdict)).toEqual([
      ...['left out', 'left out', 'passed', 'left out', 'left out', 'passed']
    ]);
    const report = formatReport(results);
    expect(report).toContain('left out: no user is named that is ringing');
    expect(report).toContain('left out: takes 1 s');
    expect(report).toContain('all: 2 passed, 0 failed, 0 could not be judged, 4 left out');
    expect(report).toContain('ok   UDP  RFC 3261 §9.2: a CANCEL of nothing gets 481');
  });

  test('a failure names its clause, its step and what came instead', async () => {
    const laboratory = new Laboratory('UDP', { meddling: (text) => [text.replace('SIP/2.0 481', 'SIP/2.0 200')] });
    const results = await laboratory.run(scenarios, { only: 'a CANCEL of nothing' });
    expect(formatReport(results)).toContain(
      'FAIL UDP  RFC 3261 §9.2: a CANCEL of nothing gets 481\n            step 2: 481 to CANCEL was due, 200 to CANCEL came'
    );
    expect(results.map(resultToJson)).toEqual([
      {
        transport: 'UDP',
        name: 'a CANCEL of nothing gets 481',
        clauses: ['RFC 3261 §9.2'],
        layer: 'user agent',
        role: 'UAS',
        verdict: 'failed',
        step: 2,
        why: '481 to CANCEL was due, 200 to CANCEL came'
      }
    ]);
  });

  test('a target that can not be reached fails every scenario', async () => {
    const clock = new VirtualClock();
    const run = runConformance(scenarios, {
      target: { host: '192.0.2.1', port: 5060 },
      transport: 'TCP',
      open: async (): Promise<Line> => Promise.reject(new Error('refused')),
      clock,
      entropy: countingEntropy(),
      only: 'CANCEL of nothing'
    });
    clock.advance(1);
    expect((await run).map(({ outcome }) => outcome)).toEqual([
      { verdict: 'failed', step: 0, why: 'no line to the target: refused' }
    ]);
  });

  test('the list has every scenario', () => {
    const list = formatList(scenarios);
    for (const { name, clauses } of scenarios) {
      expect(list).toContain(name);
      expect(clauses.length).toBeGreaterThan(0);
      for (const clause of clauses) expect(clause).toMatch(/^RFC \d{4} §\d+(\.\d+)*$/);
    }
    expect(new Set(scenarios.map(({ name }) => name)).size).toBe(scenarios.length);
  });
});
