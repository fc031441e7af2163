import { expect, test } from 'vitest';
import { SipRejectedError, SipTimeoutError, SipTransportError } from '../../src/ua/errors.ts';
import { makeField } from '../../src/message/field.ts';
import { values } from '../support/messages.ts';
import { atBob, Phones, watch } from '../support/phones.ts';
import { Wire } from '../support/wire.ts';

test('§11: what a peer can do', async () => {
  const { alice, wire } = new Phones();
  const asked = watch(alice.options(atBob, { fields: [makeField('Subject', 'hello')] }));
  await wire.settle();
  expect(wire.ladder()).toEqual(['alice → bob OPTIONS', 'bob → alice 200 OPTIONS']);
  expect(asked.value?.status).toBe(200);
  expect(asked.value?.field('Allow')?.value).toBe('INVITE, ACK, CANCEL, BYE, OPTIONS');
  expect(asked.value?.field('Accept')?.value).toBe('application/sdp');
  expect(values(wire.request('OPTIONS'), 'Accept')).toEqual(['application/sdp']);
  expect(values(wire.request('OPTIONS'), 'Subject')).toEqual(['hello']);
  await wire.expectNothingLeft();
});

test('a refusal rejects with its response', async () => {
  const { alice, wire } = new Phones();
  const asked = watch(alice.options(atBob, { fields: [makeField('Require', 'teleport')] }));
  await wire.settle();
  expect(asked.state).toBeInstanceOf(SipRejectedError);
  expect(asked.state).toMatchObject({ status: 420, response: { status: 420 } });
});

test('§17.1.2.2: nobody there: SipTimeoutError at 64·T1', async () => {
  const wire = new Wire();
  const asked = watch(wire.userAgent('alice').options(atBob));
  await wire.pass(31_999);
  expect(asked.state).toBe('pending');
  await wire.pass(1);
  expect(asked.state).toBeInstanceOf(SipTimeoutError);
});

test('§8.1.3.1: what can not be sent: SipTransportError', async () => {
  const { alice, wire } = new Phones();
  wire.fail({ from: 'alice' });
  const asked = watch(alice.options(atBob));
  await wire.settle();
  expect(asked.state).toBeInstanceOf(SipTransportError);
});

test('aborting ends the waiting, with the reason', async () => {
  const wire = new Wire();
  const giveUp = new AbortController();
  const asked = watch(wire.userAgent('alice').options(atBob, { signal: giveUp.signal }));
  await wire.settle();
  const reason = new Error('enough');
  giveUp.abort(reason);
  await wire.settle();
  expect(asked.state).toBe(reason);
  await wire.expectNothingLeft();
});

test('a signal that is never aborted changes nothing', async () => {
  const { alice, wire } = new Phones();
  const asked = watch(alice.options(atBob, { signal: new AbortController().signal }));
  await wire.settle();
  expect(asked.state).toBe('resolved');
});

test('RFC 3261 §9.1: no CANCEL is sent for anything but an INVITE', async () => {
  const { alice, wire } = new Phones();
  wire.lose();
  const giveUp = new AbortController();
  const asked = watch(alice.options(atBob, { signal: giveUp.signal }));
  await wire.settle();
  giveUp.abort();
  await wire.pass(40_000);
  expect(asked.state).toBe(giveUp.signal.reason);
  expect(new Set(wire.ladder())).toEqual(new Set(['alice → bob OPTIONS (lost)']));
});

test('RFC 3261 §8.1.3.1: a timeout is a 408, what can not be sent a 503', () => {
  expect([new SipTimeoutError().status, new SipTransportError(new Error('unreachable')).status]).toEqual([408, 503]);
});
