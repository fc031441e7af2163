/** Who gets something from the inspector, and who does not. */
import { connect } from 'node:net';
import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { Access } from '../../../visualizations/inspector/access.ts';
import { readFilter } from '../../../visualizations/inspector/query.ts';
import { Inspected } from './asking.ts';

const paths = ['/', '/overview', '/trace?call=a', '/charts/dialog.svg', '/export', '/stately/events', '/nothing'];

describe('the host that is asked for', () => {
  test.each(paths)('a name that is pointed at us gets 403: %s', async (path) => {
    const inspected = await Inspected.start({ stately: {} });
    const { port } = inspected.url;
    for (const host of [`evil.example:${port}`, 'localhost', `localhost:1`, `192.0.2.1:${port}`, `a b:${port}`])
      expect((await inspected.ask(path, { headers: { host } })).status, host).toBe(403);
  });

  test('none gets none', () => {
    const access = new Access({ address: '127.0.0.1', port: 80 });
    expect(access.refusalOf({ headers: {} })).toBe('not a host of this inspector');
    expect(access.refusalOf({ headers: { host: '' } })).toBe('not a host of this inspector');
  });

  test('its own names get an answer', async () => {
    const inspected = await Inspected.start({ hosts: ['sip.example.org', 'proxy.example.org:8443'] });
    const { port } = inspected.url;
    const own = [
      `localhost:${port}`,
      `LOCALHOST:${port}`,
      `127.0.0.1:${port}`,
      `[::1]:${port}`,
      `sip.example.org:${port}`
    ];
    for (const host of [...own, 'proxy.example.org:8443'])
      expect((await inspected.ask('/charts/dialog.json', { headers: { host } })).status, host).toBe(200);
    const foreign = 'proxy.example.org:8444';
    expect((await inspected.ask('/charts/dialog.json', { headers: { host: foreign } })).status).toBe(403);
  });

  test('beyond this machine an address is as good as another, and a name is not', () => {
    const access = new Access({ address: '0.0.0.0', port: 80, hosts: ['sip.example.org'] });
    const asked = (host: string) => access.refusalOf({ headers: { host } });
    for (const host of ['192.0.2.1', '192.0.2.1:80', '[2001:db8::1]', 'localhost', 'sip.example.org'])
      expect(asked(host), host).toBeUndefined();
    for (const host of ['evil.example', '192.0.2.1:81', '[2001:db8::1', '1.2.3.4.example'])
      expect(asked(host), host).toBe('not a host of this inspector');
  });
});

describe('where a request comes from', () => {
  test.each(paths)('a page of another site gets 403: %s', async (path) => {
    const inspected = await Inspected.start({ stately: {} });
    const { port } = inspected.url;
    const foreign = [
      { origin: 'http://evil.example' },
      { origin: 'null' },
      { origin: `https://127.0.0.1:${port}` },
      { origin: `http://localhost:${port}` },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' }
    ];
    for (const headers of foreign)
      expect((await inspected.ask(path, { headers })).status, JSON.stringify(headers)).toBe(403);
  });

  test('its own page, and a person who typed its address, get an answer', async () => {
    const inspected = await Inspected.start();
    const { port } = inspected.url;
    const own = [{ origin: `http://127.0.0.1:${port}`, 'sec-fetch-site': 'same-origin' }, { 'sec-fetch-site': 'none' }];
    for (const headers of own) expect((await inspected.ask('/charts/dialog.json', { headers })).status).toBe(200);
  });

  test('says nothing of who may not ask', async () => {
    const { status, headers, text } = await (await Inspected.start()).ask('/', {
      headers: { origin: 'http://evil.example' }
    });
    expect([status, text]).toEqual([403, 'from another origin\n']);
    expect(headers).not.toHaveProperty('access-control-allow-origin');
  });
});

describe('the token', () => {
  test('is asked for where others can reach it, and not on this machine alone', () => {
    const token = (address: string, always?: boolean) =>
      new Access({ address, port: 1, ...(always && { token: always }) }).token;
    expect(token('127.0.0.1')).toBeUndefined();
    expect(token('::1')).toBeUndefined();
    for (const address of ['0.0.0.0', '::', '192.0.2.1', '::ffff:127.0.0.1'])
      expect(token(address)).toMatch(/^[\w-]{32}$/);
    expect(token('127.0.0.1', true)).toMatch(/^[\w-]{32}$/);
    expect(token('0.0.0.0')).not.toBe(token('0.0.0.0'));
  });

  test.each(paths)('without it, or with another, there is 403 and no cookie: %s', async (path) => {
    const inspected = await Inspected.start({ host: '0.0.0.0', stately: {} });
    const more = path.includes('?') ? '&' : '?';
    const wrong = [path, `${path}${more}token=`, `${path}${more}token=${'a'.repeat(32)}`];
    for (const asked of wrong) {
      const { status, headers } = await inspected.ask(asked);
      expect([status, headers['set-cookie']], asked).toEqual([403, undefined]);
    }
    const cookie = `sipcharts-inspector-${inspected.url.port}=no`;
    expect((await inspected.ask(path, { headers: { cookie } })).status).toBe(403);
  });

  test('is in the URL, and from then on in a cookie that no script and no other site sees', async () => {
    const inspected = await Inspected.start({ host: '0.0.0.0' });
    const { pathname, search, searchParams, port } = inspected.url;
    const first = await inspected.ask(pathname + search);
    expect(first.status).toBe(302);
    expect(first.headers.location).not.toContain('token');
    const [cookie = ''] = first.headers['set-cookie'] ?? [];
    const token = searchParams.get('token') ?? '';
    expect(cookie).toBe(`sipcharts-inspector-${port}=${token}; HttpOnly; SameSite=Strict; Path=/`);
    const headers = { cookie: `other=1; ${cookie.split(';', 1).join()}; more=2` };
    expect((await inspected.ask('/charts/dialog.json', { headers })).status).toBe(200);
    expect((await inspected.ask(`/charts/dialog.json?token=no`, { headers })).status).toBe(403);
  });
});

describe('what may be asked', () => {
  test.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE'])('%s gets 405: it is read-only', async (method) => {
    const { status, headers } = await (await Inspected.start()).ask('/', { method });
    expect([status, headers.allow]).toEqual([405, 'GET, HEAD']);
  });

  test('HEAD gets what GET does, without content, and no stream stays open', async () => {
    const inspected = await Inspected.start({ pages: 1, stately: {} });
    for (const path of [
      '/charts/dialog.svg',
      '/export',
      '/overview',
      '/trace?call=a',
      '/stately/events',
      '/overview'
    ]) {
      const { status, text } = await inspected.ask(path, { method: 'HEAD' });
      expect([status, text], path).toEqual([200, '']);
    }
  });

  test('every answer has its safeguards', async () => {
    const inspected = await Inspected.start();
    for (const path of ['/', '/charts/dialog.json', '/nothing', '/export', '/trace']) {
      const { headers } = await inspected.ask(path);
      expect(headers, path).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'cross-origin-embedder-policy': 'require-corp',
        'cache-control': 'no-store'
      });
      const policy = headers['content-security-policy'] as string;
      expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/unsafe/);
    }
    const { headers } = await inspected.ask('/charts/dialog.svg');
    expect(headers['content-security-policy']).toBe("default-src 'none'; style-src 'unsafe-inline'; sandbox");
  });

  test.each([
    ['/overview?kind=nonsense', 400],
    ['/overview?limit=-1', 400],
    ['/overview?limit=1e9', 400],
    [`/overview?text=${'a'.repeat(513)}`, 400],
    ['/trace', 400],
    ['/trace?actor=0', 400],
    ['/trace?actor=1e3', 400],
    ['/export?format=nonsense', 400],
    ['/export?format=toString', 400],
    ['/stately', 404],
    ['/stately/settings', 404],
    ['/stately/events', 404],
    ['/__proto__', 404],
    ['/constructor', 404],
    ['//evil.example/', 400],
    ['/charts/..%2f..%2fpackage.json', 404],
    ['/visualizations/inspector/page/../../../package.json', 404],
    ['/visualizations/inspector/page/..%2f..%2f..%2fpackage.json', 404],
    ['/package.json', 404],
    ['/src/cli/main.js', 404],
    ['/src/trace/..%5c..%5cpackage.json', 404]
  ])('%s gets %i', async (path, status) => {
    const inspected = await Inspected.start();
    expect((await inspected.ask(path)).status).toBe(status);
    expect(inspected.errors).toEqual([]);
  });

  test('a head above 8 KiB is refused', async () => {
    const inspected = await Inspected.start();
    expect((await inspected.ask('/', { headers: { 'x-long': 'a'.repeat(9000) } })).status).toBe(431);
  });

  test('what is no HTTP ends its connection, and nothing else', async () => {
    const inspected = await Inspected.start();
    const socket = connect(Number(inspected.url.port), '127.0.0.1');
    socket.write('INVITE sip:bob@example.org SIP/2.0\r\n\r\n');
    socket.resume();
    await once(socket, 'close');
    expect((await inspected.ask('/charts/dialog.json')).status).toBe(200);
  });

  test('an empty value of a filter is none', () => {
    expect(readFilter(new URLSearchParams('kind=&state=&text=&limit=&stuck=0'))).toEqual({
      kind: undefined,
      state: undefined,
      text: undefined,
      stuck: false,
      limit: 200
    });
  });
});
