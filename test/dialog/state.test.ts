import { describe, expect, test } from 'vitest';
import {
  confirmedBy,
  contactUri,
  isInOrder,
  nextLocalSequence,
  refreshedBy,
  uacDialog,
  uasDialog,
  withRemoteSequence
} from '../../src/dialog/state.ts';
import { formatNameAddr } from '../../src/message/headers/name-addr.ts';
import { alice, answer, bob, invite, request } from '../support/messages.ts';

const recorded = ['Record-Route: <sip:p1.example;lr>, <sip:p2.example>', 'Record-Route: <sip:p3.example;lr>'];
const routes = ['<sip:p1.example;lr>', '<sip:p2.example>', '<sip:p3.example;lr>'];
const call = invite({ sequence: 7, fields: recorded });
const ringing = answer(call, 180, { fields: ['Contact: <sip:b@192.0.2.9>', ...recorded] });

describe('§12.1.1 UAS', () => {
  const state = uasDialog(call, 'b', false);

  test('RFC 3261 §12.1.1: the state that a response to an INVITE makes', () => {
    expect(state).toMatchObject({
      id: { callId: 'call', localTag: 'b', remoteTag: 'a' },
      localSequence: undefined,
      remoteSequence: 7,
      remoteTarget: { text: 'sip:alice@192.0.2.2' },
      secure: false
    });
    expect([formatNameAddr(state.local), formatNameAddr(state.remote)]).toEqual([`${bob};tag=b`, `${alice};tag=a`]);
  });

  test('RFC 3261 §12.1.1: the route set is the Record-Route in order, with all parameters', () => {
    expect(state.routeSet.map(formatNameAddr)).toEqual(routes);
  });

  test('RFC 3261 §12.1.1: a From without a tag is a null tag; without a Contact the From is the target', () => {
    const old = uasDialog(request('INVITE', { from: alice }), 'b', false);
    expect([old.id.remoteTag, old.remoteTarget.text, old.routeSet]).toEqual(['', 'sip:alice@192.0.2.2', []]);
  });

  test.each([
    ['sips:bob@192.0.2.1', true, true],
    ['sips:bob@192.0.2.1', false, false],
    ['sip:bob@192.0.2.1', true, false]
  ])('RFC 3261 §12.1.1: secure: %s, over TLS %s: %s', (uri, overTls, secure) => {
    expect(uasDialog(invite({ uri }), 'b', overTls).secure).toBe(secure);
    expect(uacDialog(invite({ uri }), ringing, overTls).secure).toBe(secure);
  });
});

describe('§12.1.2 UAC', () => {
  test('RFC 3261 §12.1.2: the state that a response to our INVITE makes; the route set is turned round', () => {
    const state = uacDialog(call, ringing, false);
    expect(state).toMatchObject({
      id: { callId: 'call', localTag: 'a', remoteTag: 'b' },
      localSequence: 7,
      remoteSequence: undefined,
      remoteTarget: { text: 'sip:b@192.0.2.9' },
      secure: false
    });
    expect(state.routeSet.map(formatNameAddr)).toEqual(routes.toReversed());
  });

  test('RFC 3261 §12.1.2: no To tag is a null tag; without a Contact the Request-URI is the target', () => {
    const old = invite({ from: alice });
    const state = uacDialog(old, answer(old, 200, { tag: '' }), false);
    expect([state.id, state.remoteTarget.text]).toEqual([
      { callId: 'call', localTag: '', remoteTag: '' },
      'sip:bob@192.0.2.1'
    ]);
  });

  test('RFC 3261 §13.2.2.4: a 2xx gives route set and target anew, and no other part', () => {
    const state = uacDialog(call, ringing, false);
    const confirmed = confirmedBy(state, answer(call, 200, { fields: ['Contact: <sip:b@192.0.2.10>'] }));
    expect(confirmed).toEqual({ ...state, remoteTarget: confirmed.remoteTarget, routeSet: [] });
    expect(confirmed.remoteTarget.text).toBe('sip:b@192.0.2.10');
    expect(confirmedBy(state, answer(call, 200)).remoteTarget).toBe(state.remoteTarget);
  });
});

describe('§12.2 Requests', () => {
  const state = uasDialog(call, 'b', false);

  test('RFC 3261 §12.2.2: a target refresh gives the target and leaves the route set', () => {
    const moved = refreshedBy(state, request('INVITE', { fields: ['Contact: <sip:a@192.0.2.50>'] }));
    expect([moved.remoteTarget.text, moved.routeSet]).toEqual(['sip:a@192.0.2.50', state.routeSet]);
    expect(refreshedBy(state, request('INVITE')).remoteTarget).toBe(state.remoteTarget);
  });

  test.each([
    [6, false],
    [7, false],
    [8, true],
    [99, true]
  ])('RFC 3261 §12.2.2: after 7, %i in order: %s', (sequence, inOrder) => {
    expect(isInOrder(state, request('BYE', { sequence }))).toBe(inOrder);
  });

  test('RFC 3261 §12.2.2: with an empty remote sequence number anything is in order, and sets it', () => {
    const empty = { ...state, remoteSequence: undefined };
    const first = request('BYE', { sequence: 0 });
    expect(isInOrder(empty, first)).toBe(true);
    expect(withRemoteSequence(empty, first).remoteSequence).toBe(0);
  });

  test('RFC 3261 §12.2.1.1: our number goes up by one, from 1 when there was none, and stays below 2^31', () => {
    const next = (localSequence: number | undefined) => nextLocalSequence({ ...state, localSequence });
    expect([next(undefined), next(1), next(2 ** 31 - 2), next(2 ** 31 - 1)]).toEqual([1, 2, 2 ** 31 - 1, undefined]);
  });
});

describe('contactUri', () => {
  test.each([
    ['<sip:a@h>', 'sip:a@h'],
    ['<sips:a@h>;q=1', 'sips:a@h'],
    ['<sip:a@h>, <sip:b@h>', undefined],
    ['*', undefined],
    ['<tel:+1>', undefined],
    ['<sip:', undefined]
  ])('RFC 3261 §8.1.1.8: Contact: %s', (value, uri) => {
    expect(contactUri(request('INVITE', { fields: [`Contact: ${value}`] }))?.text).toBe(uri);
  });

  test('RFC 3261 §8.1.1.8: no Contact', () => {
    expect(contactUri(request('INVITE'))).toBeUndefined();
  });
});
