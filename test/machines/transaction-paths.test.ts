/**
 * The four transactions against the tables of the RFC's text (`oracle/`): every simple path of each chart, and behind each
 * path every event; once told at once, and once as time really passes. Run by XState and compiled, over UDP and over TCP.
 */
import { afterAll, describe, expect, test } from 'vitest';
import type { AnyStateMachine, EventObject } from 'xstate';
import { charts } from '../../machines/index.ts';
import { compiledCharts } from '../../src/stack/compiled-charts.ts';
import { defaultTimers } from '../../src/transaction/timers.ts';
import { Oracle, type Row } from '../support/oracle.ts';
import { neverTaken } from '../support/pairs.ts';
import { simplePaths, timerOf } from '../support/paths.ts';
import { Stage } from '../support/stage.ts';
import { type TransactionSubject, transactionSubjects } from '../support/transaction-subjects.ts';
import { flowOver, type Protocol } from '../support/transactions.ts';
import { type Transaction, Witness } from '../support/witness.ts';

const overs: readonly Protocol[] = ['UDP', 'TCP'];

/** The paths of a chart, as the table names their steps. */
function pathsOver({ chart, request, events }: TransactionSubject, over: Protocol): readonly (readonly string[])[] {
  const stage = new Stage();
  const [transport, user] = [stage.recorder('transport'), stage.recorder('user')];
  const input = { request, flow: flowOver(over), transport, user, timers: defaultTimers };
  const nameOf = (event: EventObject): string =>
    timerOf(event) ?? Object.entries(events).find(([, other]) => other === event)?.[0] ?? event.type;
  return simplePaths(charts[chart], input, Object.values(events)).map((path) => path.events.map(nameOf));
}

function testSubject(subject: TransactionSubject): void {
  const { name, chart, request, events } = subject;
  const oracle = new Oracle(name);
  const rows = new Set<Row>();
  const pairs = new Set<string>();
  const taken = new Set<unknown>();
  /** The paths that time does not allow, by when the events come. */
  const untimely = new Set<string>();
  const paths = new Map(overs.map((over) => [over, pathsOver(subject, over)]));

  const runs = overs.flatMap((over) =>
    (['by XState', 'compiled'] as const).map((by) => {
      const logic = by === 'compiled' ? compiledCharts[chart] : charts[chart];
      const transaction: Transaction = { oracle, logic, request, events };
      return { over, by, start: () => new Witness(transaction, over) };
    })
  );

  const note = (witness: Witness): void => {
    for (const row of witness.rows) rows.add(row);
    for (const arrow of witness.taken) taken.add(arrow);
  };

  /** Tells a fresh transaction a path. */
  const told = (start: () => Witness, path: readonly string[]): Witness =>
    path.reduce((witness, step) => witness.tell(step), start());

  describe.each(runs)('$by, over $over', ({ over, start }) => {
    test('every event and every timer behind every path', () => {
      for (const path of paths.get(over) ?? []) {
        const here = told(start, path);
        note(here);
        if (here.ended) {
          here.tellAfterTheEnd();
          continue;
        }
        for (const step of [...Object.keys(events), ...here.timers]) {
          const next = told(start, path);
          pairs.add(`${over} ${next.state} ${step}`);
          note(next.tell(step));
        }
      }
    });

    test.each([
      ['at once', false],
      ['at the last moment', true]
    ] as const)('every path as time passes, each event %s, and what is left runs out', (_, late) => {
      for (const path of paths.get(over) ?? []) {
        const witness = start();
        for (const step of path) {
          if (step.startsWith('timer') || step === 'clientTimerF') {
            // Another timer may end the state first: then the path is none that time allows.
            if (!witness.runTo(step)) {
              untimely.add(`${over} ${String(late)} ${path.join()}`);
              break;
            }
          } else {
            if (late) witness.runToTheLastMoment();
            witness.tell(step);
          }
        }
        witness.runOut();
        expect(witness.clock.pending).toBe(0);
      }
    });
  });

  test('each state of the table is told everything there is to tell', () => {
    expect(oracle.events.toSorted()).toEqual(Object.keys(events).toSorted());
    for (const over of overs)
      for (const state of oracle.states)
        for (const event of oracle.events) expect(pairs).toContain(`${over} ${state} ${event}`);
  });

  test('no row of the table is idle, and no transition of the chart', () => {
    expect(oracle.rows.filter((row) => !rows.has(row)).map(({ state, event }) => `${state} ${event}`)).toEqual([]);
    expect(neverTaken(charts[chart], taken)).toEqual([]);
  });

  afterAll(() => {
    console.log(coverage(subject, oracle, rows, taken, paths));
    if (untimely.size > 0)
      console.log(`${name}: ${String(untimely.size)} of them, at once or late, another timer ends first`);
  });
}

/** What was covered, in a line. */
function coverage(
  { name, chart }: TransactionSubject,
  { rows, states }: Oracle,
  followed: ReadonlySet<Row>,
  taken: ReadonlySet<unknown>,
  paths: ReadonlyMap<Protocol, readonly unknown[]>
): string {
  const pairsOf = (all: Iterable<Row>): number =>
    new Set([...all].filter(({ state }) => state !== '').map(({ state, event }) => `${state} ${event}`)).size;
  const arrows = arrowCount(charts[chart]);
  const missed = neverTaken(charts[chart], taken).length;
  const ways = [...paths].map(([over, list]) => `${String(list.length)} over ${over}`).join(', ');
  return [
    `${name}: ${String(states.length + 1)} states`,
    `${String(pairsOf(followed))}/${String(pairsOf(rows))} pairs`,
    `${String(arrows - missed)}/${String(arrows)} transitions`,
    `paths: ${ways}`
  ].join(', ');
}

const arrowCount = (machine: AnyStateMachine): number => neverTaken(machine, new Set()).length;

describe('RFC 3261 §17.1.1, figure 5, and RFC 6026 §8.4', () => {
  testSubject(transactionSubjects.inviteClient);
});
describe('RFC 3261 §17.1.2, figure 6', () => {
  testSubject(transactionSubjects.nonInviteClient);
});
describe('RFC 3261 §17.2.1, figure 7, and RFC 6026 §7.1', () => {
  testSubject(transactionSubjects.inviteServer);
});
describe('RFC 3261 §17.2.2, figure 8, and RFC 4320 §4', () => {
  testSubject(transactionSubjects.nonInviteServer);
});
