/** The scenarios against the charts: each drives a path that the charts have, and together what a socket can show of them. */
import { describe, expect, test } from 'vitest';
import { charts } from '../../../machines/index.ts';
import { type ScenarioTransport, scenarios } from '../../../src/testing/index.ts';
import { Oracle, type Row } from '../../support/oracle.ts';
import { transactionSubjects } from '../../support/transaction-subjects.ts';
import { Witness } from '../../support/witness.ts';

const oracles = {
  inviteServer: new Oracle('invite-server-transaction'),
  nonInviteServer: new Oracle('non-invite-server-transaction'),
  nonInviteClient: new Oracle('non-invite-client-transaction')
};

/** The rows of the tables that a scenario follows; each step is held against its row on the way. */
function follow(chart: keyof typeof oracles, events: readonly string[], over: ScenarioTransport): ReadonlySet<Row> {
  const { request, events: told } = transactionSubjects[chart];
  const witness = new Witness({ oracle: oracles[chart], logic: charts[chart], request, events: told }, over);
  for (const event of events) {
    if (event in told) witness.tell(event);
    else expect(witness.runTo(event), `${event} in ${witness.state}`).toBe(true);
  }
  return witness.rows;
}

const driven = scenarios.flatMap(({ name, path, over }) =>
  path === undefined ? [] : over.map((transport) => ({ name, path, transport }))
);

/** Rows of the server tables that no scenario drives, and why a socket does not show them. */
const unseen: Readonly<Record<string, string>> = {
  'transport.error': 'nobody can make the target fail to send',
  'user.1xx': 'what the target’s own user says too late, or may not say, never leaves it',
  'user.1xx 100': 'as above',
  'user.1xx 183': 'as above',
  'user.2xx': 'as above',
  'user.300-699': 'as above',
  'user.200-699 200': 'as above',
  'user.200-699 408': 'as above',
  timerI: 'nothing is sent, and what comes later is answered as something new: no clause demands how',
  timerJ: 'as above',
  timerL: 'as above',
  timerTrying: 'only a user agent that thinks for 3.5 s shows it',
  clientTimerF: 'only a user agent that never answers shows it',
  'transport.request': 'in Trying and Proceeding: only while the user agent thinks',
  'transport.ACK': 'in Proceeding over TCP',
  'transport.INVITE': 'over TCP nobody repeats an INVITE'
};

describe.each(driven)('RFC 3261 §17.2: “$name” over $transport', ({ path, transport }) => {
  test('is a path of the chart and of the table', () => {
    expect(follow(path.chart, path.events, transport).size).toBeGreaterThan(0);
  });
});

test('RFC 3261 §17.2, RFC 6026 §7.1: what a socket can show of the server transactions is driven by a scenario', () => {
  const seen = new Set(driven.flatMap(({ path, transport }) => [...follow(path.chart, path.events, transport)]));
  const rows = [...oracles.inviteServer.rows, ...oracles.nonInviteServer.rows];
  const idle = rows.filter((row) => !seen.has(row));
  console.log(
    `conformance scenarios drive ${String(rows.length - idle.length)} of ${String(rows.length)} rows of the server tables`
  );
  for (const { state, event } of idle) expect(unseen, `${event} in ${state}`).toHaveProperty([event]);
  const sending = idle.filter(({ sends, event }) => sends !== '' && !event.startsWith('user.'));
  expect(sending.map(({ state, event }) => `${state} ${event}`)).toEqual([
    'Trying timerTrying',
    'Proceeding transport.request'
  ]);
});
