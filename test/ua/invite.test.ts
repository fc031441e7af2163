import { expect, test } from 'vitest';
import { SipRejectedError, SipTimeoutError, SipTransportError } from '../../src/ua/errors.ts';
import { UserAgent } from '../../src/ua/user-agent.ts';
import type { UsageError } from '../../src/message/usage-error.ts';
import { makeField } from '../../src/message/field.ts';
import { atBob, Phones, sdpOfAlice, sdpOfBob, valueOf, watch } from '../support/phones.ts';
import { Wire } from '../support/wire.ts';

test('§13.2.2.4: a call that is answered is up, with the answer, and both sides have a handle on it', async () => {
  const phones = new Phones();
  const { placed, incoming } = await phones.reaches();
  expect(incoming.offer).toBe(sdpOfAlice);
  expect(incoming.from.uri.text).toBe('sip:alice@example.org');
  expect(incoming.to.uri.text).toBe(atBob);
  expect(placed.state).toBe('pending');

  const answered = watch(incoming.answer({ sdp: sdpOfBob, fields: [makeField('Subject', 'Yes?')] }));
  await phones.wire.settle();
  const [calling, called] = [valueOf(placed), valueOf(answered)];
  expect(calling.remoteSdp).toBe(sdpOfBob);
  expect(called.remoteSdp).toBe(sdpOfAlice);
  expect(called.id).toEqual({
    callId: calling.id.callId,
    localTag: calling.id.remoteTag,
    remoteTag: calling.id.localTag
  });
  expect([phones.alice.calls, phones.bob.calls]).toEqual([[calling], [called]]);
  expect(phones.wire.response('200 INVITE').field('Subject')?.value).toBe('Yes?');
});

test('§13.3.1: answer() resolves when the ACK is here, not when the 200 is sent', async () => {
  const phones = new Phones();
  const heal = phones.wire.lose({ what: 'ACK' });
  const { placed, incoming } = await phones.reaches();
  const answered = watch(incoming.answer());
  await phones.wire.settle();
  expect(placed.state).toBe('resolved');
  expect(answered.state).toBe('pending');
  expect(incoming.call).toBe(phones.bob.calls[0]);
  heal();
  await phones.wire.pass(500);
  expect(answered.value).toBe(incoming.call);
});

test('provisional responses are told as they come, without the 100', async () => {
  const phones = new Phones();
  const told: number[] = [];
  const { incoming } = await phones.reaches({ onProvisional: ({ status }) => told.push(status) });
  expect(told).toEqual([]);
  incoming.ring();
  await phones.wire.settle();
  incoming.ring({ status: 183, sdp: sdpOfBob });
  await phones.wire.settle();
  expect(told).toEqual([180, 183]);
});

test('what onProvisional throws is reported, and the call goes on', async () => {
  const phones = new Phones();
  const wrong = new Error('of the application');
  const { placed, incoming } = await phones.reaches({
    onProvisional: () => {
      throw wrong;
    }
  });
  incoming.ring();
  await phones.wire.settle();
  expect(phones.wire.errors).toEqual([wrong]);
  void incoming.answer();
  await phones.wire.settle();
  expect(placed.state).toBe('resolved');
});

test('§13.2.2.3: a refusal rejects with its status and the whole response', async () => {
  const phones = new Phones();
  const { placed, incoming } = await phones.reaches();
  incoming.reject(603, { reason: 'Not now', fields: [makeField('Retry-After', '60')] });
  await phones.wire.settle();
  const error = placed.state as SipRejectedError;
  expect(error).toBeInstanceOf(SipRejectedError);
  expect(error).toMatchObject({ name: 'SipRejectedError', message: '603 Not now', status: 603 });
  expect(error.response.field('Retry-After')?.value).toBe('60');
  await phones.wire.expectNothingLeft();
});

test('§13.2.2.3: an early dialog ends with the refusal', async () => {
  const phones = new Phones();
  const { placed, incoming } = await phones.reaches();
  incoming.ring();
  await phones.wire.settle();
  expect(phones.alice.stack.dialogs).toBe(1);
  incoming.reject();
  await phones.wire.settle();
  expect(placed.state).toMatchObject({ status: 486 });
  expect(phones.alice.stack.dialogs).toBe(0);
  await phones.wire.expectNothingLeft();
});

test('§17.1.1.2: nobody there: SipTimeoutError at 64·T1, not before', async () => {
  const wire = new Wire();
  const alice = wire.userAgent('alice');
  const placed = watch(alice.invite(atBob, { sdp: sdpOfAlice }));
  await wire.pass(31_999);
  expect(placed.state).toBe('pending');
  await wire.pass(1);
  expect(placed.state).toBeInstanceOf(SipTimeoutError);
  expect(placed.state).toMatchObject({ name: 'SipTimeoutError', status: 408 });
  expect(wire.times('INVITE')).toEqual([0, 500, 1500, 3500, 7500, 15_500, 31_500]);
  await wire.expectNothingLeft();
});

test('§8.1.3.1: what can not be sent rejects with SipTransportError and its cause', async () => {
  const phones = new Phones();
  phones.wire.fail({ from: 'alice' });
  const placed = phones.calls();
  await phones.wire.settle();
  expect(placed.state).toBeInstanceOf(SipTransportError);
  expect(placed.state).toMatchObject({ name: 'SipTransportError', status: 503, cause: { message: 'unreachable' } });
  await phones.wire.expectNothingLeft();
});

test('a host without an address is a SipTransportError too', async () => {
  const { alice } = new Phones();
  const placed = alice.invite('sip:dave@dave.example', { sdp: sdpOfAlice });
  await expect(placed).rejects.toThrow(SipTransportError);
  await expect(alice.options('sip:dave@dave.example')).rejects.toMatchObject({
    status: 503,
    cause: { message: 'no address for dave.example' }
  });
});

test('a host name is looked up', async () => {
  const phones = new Phones();
  const placed = watch(phones.alice.invite('sip:bob@bob', { sdp: sdpOfAlice }));
  await phones.wire.settle();
  void phones.incoming.answer();
  await phones.wire.settle();
  expect(placed.state).toBe('resolved');
});

test.each([
  ['bob', 'ERR_SIP_INVALID_URI'],
  ['tel:+123', 'ERR_SIP_INVALID_URI'],
  ['sip:bob@192.0.2.1\r\nEvil: 1', 'ERR_SIP_INVALID_URI'],
  ['sip:bob@192.0.2.1;transport=tcp', 'ERR_SIP_NO_TRANSPORT'],
  ['sip:bob@[2001:db8::1]', 'ERR_SIP_NO_TRANSPORT']
] satisfies readonly (readonly [string, UsageError['code']])[])('%j can not be called: %s', async (target, code) => {
  const { alice, wire } = new Phones();
  await expect(alice.invite(target, { sdp: sdpOfAlice })).rejects.toMatchObject({ name: 'UsageError', code });
  await expect(alice.options(target)).rejects.toMatchObject({ name: 'UsageError', code });
  expect(wire.ladder()).toEqual([]);
});

test('no field can smuggle in another', () => {
  expect(() => makeField('Subject', 'hi\r\nEvil: 1')).toThrow(
    expect.objectContaining({ code: 'ERR_SIP_INVALID_FIELD' })
  );
});

test('a display name may hold anything', async () => {
  const wire = new Wire();
  const bob = wire.userAgent('bob');
  const heard: (string | undefined)[] = [];
  bob.incoming$.subscribe(({ from }) => heard.push(from.displayName));
  const displayName = 'Zoë "the" \\ Łoś';
  void watch(wire.userAgent('alice', { displayName }).invite(atBob, { sdp: sdpOfAlice }));
  await wire.settle();
  expect(heard).toEqual([displayName]);
  const rude = wire.userAgent('carol', { displayName: 'a\r\nEvil: 1' });
  await expect(rude.invite(atBob, { sdp: sdpOfAlice })).rejects.toMatchObject({ code: 'ERR_SIP_INVALID_FIELD' });
});

test('without an address-of-record one calls as anonymous, from where one is', async () => {
  const wire = new Wire();
  void watch(new UserAgent(wire.stack('alice')).invite(atBob, { sdp: sdpOfAlice }));
  await wire.settle();
  expect(wire.request('INVITE').from.uri.text).toBe('sip:anonymous@192.0.2.2:5060');
});
