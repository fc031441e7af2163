/** Metrics over HTTP, on loopback: one path, one method, and only for those who mean us. */
import { request } from 'node:http';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Metrics, MetricsServer } from '../../src/cli/metrics-server.ts';

let server: MetricsServer;
let written = 0;
const metrics: Metrics = {
  contentType: 'text/plain; version=0.0.4; charset=utf-8',
  metrics: async () => {
    written++;
    return `written ${written}\n`;
  }
};
beforeEach(async () => {
  written = 0;
  server = await MetricsServer.start(metrics, { host: '127.0.0.1', port: 0 });
});
afterEach(async () => {
  await server.close();
});

interface Answer {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** Asks; `host` is what the browser took us for. */
async function ask({ path = '/metrics', method = 'GET', host = 'localhost', to = server } = {}): Promise<Answer> {
  const { address } = to;
  return new Promise((resolve, reject) => {
    const asked = request(
      { host: '127.0.0.1', port: address.port, path, method, headers: { Host: host } },
      (answer) => {
        let body = '';
        answer.on('data', (chunk: Buffer) => (body += chunk.toString()));
        answer.on('end', () => {
          resolve({ status: answer.statusCode, headers: answer.headers, body });
        });
      }
    );
    asked.on('error', reject);
    asked.end();
  });
}

test('GET /metrics', async () => {
  expect(server.address.host).toBe('127.0.0.1');
  const { status, headers, body } = await ask();
  expect([status, body]).toEqual([200, 'written 1\n']);
  expect(headers).toMatchObject({ 'content-type': metrics.contentType, 'cache-control': 'no-store' });
  expect(headers['access-control-allow-origin']).toBeUndefined();
});

test.each([
  [404, '/'],
  [404, '/metrics/'],
  [404, '/metrics?a=b'],
  [404, '/../metrics'],
  [404, 'http://localhost/metrics']
])('%s for %s', async (status, path) => {
  expect(await ask({ path })).toMatchObject({ status, body: '' });
  expect(written).toBe(0);
});

test.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE'])('405 for %s', async (method) => {
  const { status, headers } = await ask({ method });
  expect([status, headers['allow']]).toEqual([405, 'GET']);
  expect(written).toBe(0);
});

describe('DNS rebinding: a name that is not ours is refused', () => {
  test.each(['evil.example', 'evil.example:80', '127.0.0.1.evil.example', 'localhost.evil.example', '[evil]', 'a b'])(
    '%j',
    async (host) => {
      expect((await ask({ host })).status).toBe(421);
      expect(written).toBe(0);
    }
  );

  test.each(['localhost', 'LOCALHOST:9090', '127.0.0.1', '127.0.0.1:9090', '[::1]:9090', '192.0.2.1'])(
    '%j is ours',
    async (host) => {
      expect((await ask({ host })).status).toBe(200);
    }
  );

  test('and so is the name that it was given', async () => {
    const named = await MetricsServer.start(metrics, { host: 'localhost', port: 0 });
    try {
      expect(named.address.port).toBeGreaterThan(0);
    } finally {
      await named.close();
    }
  });
});

test('metrics that fail are a 500, and the next is asked anew', async () => {
  let fails = true;
  const failing = await MetricsServer.start(
    { ...metrics, metrics: async () => (fails ? Promise.reject(new Error('no')) : 'fine') },
    { host: '127.0.0.1', port: 0 }
  );
  try {
    expect(await ask({ to: failing })).toMatchObject({ status: 500, body: '' });
    fails = false;
    expect(await ask({ to: failing })).toMatchObject({ status: 200, body: 'fine' });
  } finally {
    await failing.close();
  }
});

test('a port that is taken rejects', async () => {
  await expect(MetricsServer.start(metrics, server.address)).rejects.toMatchObject({ code: 'EADDRINUSE' });
});

test('closing it closes who is connected', async () => {
  const socket = connect(server.address.port, '127.0.0.1');
  await new Promise((resolve) => socket.once('connect', resolve));
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.on('error', () => undefined);
  await server.close();
  await closed;
  server = await MetricsServer.start(metrics, { host: '127.0.0.1', port: 0 });
});
