/** The inspector against a real browser: what other sites get of it, and the way to a page that speaks Stately's protocol. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { answerEveryCall } from '../../src/server/answering-machine.ts';
import type { Stack } from '../../src/stack/stack.ts';
import { createStack, startUserAgent } from '../../src/transport/create-stack.ts';
import { nodeClock } from '../../src/transport/node-clock.ts';
import { inspect, type Inspector } from '../../visualizations/inspector/server.ts';
import { engine } from '../support/engine.ts';
import { sdpOfAlice } from '../support/phones.ts';
import { launch, missing } from './browser.ts';

if (missing !== undefined) console.warn(`skipped: ${missing}`);

/** Another site: by default a page with nothing on it, at `/inspect` one that does as Stately's does. */
const standIn = `<!doctype html><meta charset="utf-8"><title>stand-in</title><script>
  window.received = [];
  addEventListener('message', ({ data, origin }) => {
    if (data && typeof data._version === 'string') received.push({ ...data, from: origin });
  });
  if (opener) opener.postMessage({ type: '@statelyai.connected' }, '*');
</script>`;

interface Received {
  readonly type: string;
  readonly definition?: string;
  readonly sessionId: string;
  readonly from: string;
}

describe.skipIf(missing !== undefined)('the inspector in a browser', () => {
  let browser: Browser;
  let page: Page;
  let site: Server;
  let stack: Stack;
  let inspector: Inspector;
  let elsewhere: string;

  beforeAll(async () => {
    // A name that an attacker has pointed at this machine.
    browser = await launch(['--host-resolver-rules=MAP evil.test 127.0.0.1']);
    site = createServer((request, response) => {
      // No icon: each answer is one that was asked for.
      response.writeHead(request.url === '/favicon.ico' ? 404 : 200, { 'Content-Type': 'text/html' });
      response.end(request.url === '/inspect' ? standIn : '<!doctype html><title>elsewhere</title>');
    });
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
    elsewhere = `http://127.0.0.1:${String((site.address() as AddressInfo).port)}`;
  });

  afterAll(async () => {
    await browser.close();
    site.closeAllConnections();
    await new Promise((resolve) => site.close(resolve));
  });

  beforeEach(async () => {
    stack = await createStack({ engine, listen: ['udp://127.0.0.1:0'] });
    answerEveryCall({ stack, clock: nodeClock, address: '127.0.0.1' });
    inspector = await inspect(stack, { port: 0, stately: { url: `${elsewhere}/inspect` } });
    page = await browser.newPage();
  });

  afterEach(async () => {
    await page.close();
    await inspector.close();
    await stack.close();
  });

  async function call(): Promise<void> {
    await using phone = await startUserAgent({ engine, listen: ['udp://127.0.0.1:0'], aor: 'sip:alice@127.0.0.1' });
    await using call = await phone.invite(`sip:bob@127.0.0.1:${String(stack.locals[0]?.port)}`, { sdp: sdpOfAlice });
    expect(call.state).toBe('Confirmed');
  }

  test('its own address gets an answer, a name that is pointed at it 403', async () => {
    const { port } = new URL(inspector.url);
    const chart = async (host: string) => (await page.goto(`http://${host}:${port}/charts/dialog.json`))?.status();
    expect([await chart('127.0.0.1'), await chart('localhost'), await chart('evil.test')]).toEqual([200, 200, 403]);
  });

  test.each(['/overview', '/export', '/charts/dialog.svg'])(
    'a page of another site gets 403 and reads nothing: %s',
    async (path) => {
      // A blocked answer has no status for the page's own driver; the network has it.
      const network = await page.context().newCDPSession(page);
      await network.send('Network.enable');
      const statuses: number[] = [];
      network.on('Network.responseReceivedExtraInfo', ({ statusCode }) => statuses.push(statusCode));
      await page.goto(elsewhere);
      expect(statuses.splice(0)[0]).toBe(200);
      const url = new URL(path, inspector.url).href;
      const read = await page.evaluate(
        async (asked) =>
          fetch(asked).then(
            async (response) => response.text(),
            () => 'nothing'
          ),
        url
      );
      expect(read).toBe('nothing');
      // As images and scripts are asked for: without Origin, but the browser says from which site.
      await page.evaluate(async (asked) => fetch(asked, { mode: 'no-cors' }).catch(() => undefined), url);
      await expect.poll(() => statuses.filter((status) => status !== 404)).toEqual([403, 403]);
    }
  );

  test('the way to Stately: warned first, opened by a person, then charts, events and snapshots', async () => {
    const errors: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    page.on('pageerror', (error) => errors.push(String(error)));
    await page.goto(new URL('/stately', inspector.url).href);
    expect(await page.getByRole('alert').textContent()).toContain('Data leaves this machine.');
    const button = page.getByRole('button');
    await expect.poll(async () => button.isEnabled()).toBe(true);
    expect(await page.getByRole('alert').textContent()).toContain(`${elsewhere}/inspect`);
    expect(await page.getByRole('status').textContent()).toBe('Nothing is sent.');
    const opened = page.waitForEvent('popup');
    await button.click();
    const stately = await opened;
    const says = async (text: string): Promise<void> => page.getByText(text).waitFor();
    await says('Connected');
    await call();
    await stately.waitForFunction(
      'received.some(({ type, snapshot }) => type === "@xstate.snapshot" && snapshot.value === "Terminated")'
    );
    const received = await stately.evaluate<readonly Received[]>('received');
    const definitions = received.flatMap(({ definition }) => (definition === undefined ? [] : [definition]));
    const ids = definitions.map((definition) => (JSON.parse(definition) as { id: string }).id);
    expect(ids).toEqual(expect.arrayContaining(['inviteServerTransaction', 'uasInvite', 'dialog']));
    expect(new Set(received.map(({ type }) => type))).toEqual(
      new Set(['@xstate.actor', '@xstate.event', '@xstate.snapshot'])
    );
    expect(new Set(received.map(({ from }) => from))).toEqual(new Set([new URL(inspector.url).origin]));
    expect(await page.getByRole('status').textContent()).toMatch(/^\d+ events sent to /);
    await stack.close();
    await says('The stack has ended');
    expect(errors).toEqual([]);
  });
});
