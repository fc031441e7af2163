import { describe, expect, test } from 'vitest';
import { isLooseRouter, recordedRoutes, routeRequest } from '../../src/dialog/route-set.ts';
import { formatNameAddr } from '../../src/message/headers/name-addr.ts';
import { sipUri } from '../../src/message/uri/uri.ts';
import { request } from '../support/messages.ts';

/** A route set as it is recorded. */
const routeSet = (value: string) => recordedRoutes(request('INVITE', { fields: [`Record-Route: ${value}`] }));
const target = sipUri('sip:user@remoteua');

function routed(value: string) {
  const { requestUri, routes, nextHop } = routeRequest(routeSet(value), target);
  return { requestUri: requestUri.text, routes: routes.map(formatNameAddr), nextHop: nextHop.text };
}

describe('§12.2.1.1', () => {
  test('RFC 3261 §12.2.1.1: without a route set the target is the Request-URI, and there is no Route', () => {
    expect(routeRequest([], target)).toEqual({ requestUri: target, routes: [], nextHop: target });
  });

  test('RFC 3261 §12.2.1.1: a loose router: the target is the Request-URI, the route set the Route', () => {
    expect(routed('<sip:proxy1;lr;x=1>;y=2,<sip:proxy2>')).toEqual({
      requestUri: 'sip:user@remoteua',
      routes: ['<sip:proxy1;lr;x=1>;y=2', '<sip:proxy2>'],
      nextHop: 'sip:proxy1;lr;x=1'
    });
  });

  test('RFC 3261 §12.2.1.1: a strict router: the example of the RFC', () => {
    expect(routed('<sip:proxy1>,<sip:proxy2>,<sip:proxy3;lr>,<sip:proxy4>')).toEqual({
      requestUri: 'sip:proxy1',
      routes: ['<sip:proxy2>', '<sip:proxy3;lr>', '<sip:proxy4>', '<sip:user@remoteua>'],
      nextHop: 'sip:proxy1'
    });
  });

  test('RFC 3261 §8.1.2: behind a strict router a loose one is not the next hop', () => {
    expect(routed('<sip:proxy1>,<sip:proxy2;lr>').nextHop).toBe('sip:proxy1');
  });

  test('RFC 3261 §19.1.1: the method parameter and headers may not stand in a Request-URI', () => {
    expect(routed('<sip:proxy1;method=INVITE;transport=tcp>').requestUri).toBe('sip:proxy1;transport=tcp');
    expect(routed('<sip:proxy1?subject=x>').requestUri).toBe('sip:proxy1');
  });

  test('RFC 3261 §16.12: a router of another scheme is strict', () => {
    const [router] = routeSet('<urn:x;lr>');
    expect(router !== undefined && isLooseRouter(router)).toBe(false);
    expect(routed('<urn:x>').requestUri).toBe('urn:x');
  });
});

test('RFC 3261 §12.1: a malformed Record-Route is as none', () => {
  expect(routeSet('sip:no-brackets')).toEqual([]);
});
