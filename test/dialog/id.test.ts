import { expect, test } from 'vitest';
import { dialogIdOfRequest, dialogIdOfResponse, dialogKey } from '../../src/dialog/id.ts';
import { alice, answer, bob, request } from '../support/messages.ts';

test('RFC 3261 §12.2.2: of a received request the local tag is the To tag', () => {
  const bye = request('BYE', { to: `${bob};tag=b` });
  expect(dialogIdOfRequest(bye)).toEqual({ callId: 'call', localTag: 'b', remoteTag: 'a' });
});

test('RFC 3261 §12.1.2: of a received response the local tag is the From tag', () => {
  expect(dialogIdOfResponse(answer(request('INVITE'), 180))).toEqual({ callId: 'call', localTag: 'a', remoteTag: 'b' });
});

test('RFC 3261 §12.1.1: a peer without a From tag has a null tag', () => {
  const old = request('BYE', { from: alice, to: `${bob};tag=b` });
  expect(dialogIdOfRequest(old)).toEqual({ callId: 'call', localTag: 'b', remoteTag: '' });
  expect(dialogIdOfResponse(answer(old, 200))).toEqual({ callId: 'call', localTag: '', remoteTag: 'b' });
});

test('RFC 3261 §12.2.2: without a To tag there is no dialog', () => {
  expect(dialogIdOfRequest(request('INVITE'))).toBeUndefined();
  expect(dialogIdOfResponse(answer(request('INVITE'), 100))).toBeUndefined();
});

test('RFC 3261 §12: Call-ID and both tags tell dialogs apart', () => {
  const id = { callId: 'c', localTag: 'l', remoteTag: 'r' };
  const others = [
    id,
    { ...id, callId: 'x' },
    { ...id, localTag: 'x' },
    { ...id, remoteTag: 'x' },
    { ...id, remoteTag: '' }
  ];
  expect(new Set(others.map(dialogKey)).size).toBe(5);
  expect(dialogKey(id)).toBe(dialogKey({ ...id }));
});
