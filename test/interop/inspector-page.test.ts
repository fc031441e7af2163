/** The inspector's page in a browser: what it shows of real calls to our server. */
import { createSocket } from 'node:dgram';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launch, missing as missingBrowser, openPage, takePicture } from './browser.ts';
import { type InspectedServer, startInspectedServer } from './inspected-server.ts';
import { missing, startSipp, stopSipps } from './sipp.ts';

const reason = missingBrowser ?? missing;
if (reason !== undefined) console.warn(`skipped: ${reason}`);

const [port, inspector] = [5164, 8164];

/** SIPp's own caller: INVITE, ACK, and BYE after a second. */
const call = (own: number) =>
  startSipp(['-sn', 'uac', `127.0.0.1:${String(port)}`, '-p', String(own), '-d', '1000', '-m', '1']);

const labelsOf = async (page: Page): Promise<string[]> => page.locator('#ladder .label').allTextContents();
const litOf = async (page: Page, kind: 'state' | 'edge'): Promise<string[]> => [
  ...new Set(
    await page.evaluate<string[]>(
      `[...document.querySelectorAll('#chart [data-${kind}].live')].map((lit) => lit.getAttribute('data-${kind}'))`
    )
  )
];
const tab = (page: Page, name: string) => page.getByRole('tab', { name });

/** The states of a chart that light up on the way through the call, each once. */
async function statesOnTheWay(page: Page, chart: string): Promise<string[]> {
  const seen: string[] = [];
  await page.keyboard.press('Home');
  const last = Number(await page.locator('#slider').getAttribute('max'));
  for (let count = 1; count <= last; count++) {
    const states = (await litOf(page, 'state')).filter((state) => state.startsWith(`${chart}.`));
    const state = states.at(-1);
    if (state !== undefined && state !== seen.at(-1)) seen.push(state);
    await page.keyboard.press('ArrowRight');
  }
  await page.keyboard.press('End');
  return seen;
}

const theCall = ['INVITE', '180 Ringing', '200 OK (INVITE)', 'ACK', 'BYE', '200 OK (BYE)'];

describe.skipIf(reason !== undefined)('the page', () => {
  let browser: Browser;
  let server: InspectedServer;
  beforeAll(async () => {
    browser = await launch();
  });
  beforeEach(async () => {
    server = await startInspectedServer(port, inspector);
  });
  afterEach(async () => {
    await stopSipps();
    await server.stop();
    await Promise.all(browser.contexts().map(async (context) => context.close()));
  });
  afterAll(async () => {
    await browser.close();
  });

  test('a call is in the list; its charts light up, its ladder has six arrows; who comes late sees the same', async () => {
    const { page, complaints } = await openPage(browser, server.url);
    await page.locator('#connection[data-state=open]').waitFor();
    const sipp = call(16_170);
    const row = page.locator('.row[data-kind=call]');
    await row.waitFor();
    expect(await row.textContent()).toContain('INVITE sip:service@127.0.0.1');
    await page.keyboard.press('j');
    while ((await page.locator('.row[data-cursor]').getAttribute('data-kind')) !== 'call')
      await page.keyboard.press('j');
    await page.keyboard.press('Enter');

    // Live: the INVITE's transaction has come to Accepted (RFC 6026 §7.1), and Timer L runs.
    await page.locator('#chart [data-state="inviteServerTransaction.Accepted"].live').waitFor();
    expect(await litOf(page, 'edge')).toEqual(['inviteServerTransaction.Proceeding/user.2xx/0']);
    expect(await page.locator('#facts').textContent()).toContain('timerL');
    expect(await page.locator('#facts').textContent()).toContain('RFC 6026 §7.1');
    await page.locator('#ladder .label', { hasText: '200 OK (BYE)' }).waitFor();
    expect((await sipp.result).successful).toBe(1);
    expect(await labelsOf(page)).toEqual(theCall);
    await tab(page, 'non-INVITE server').click();
    await page.locator('#chart [data-state="nonInviteServerTransaction.Completed"].live').waitFor();

    // Back through the call: each chart is seen in the states that it was in.
    expect(await statesOnTheWay(page, 'inviteServerTransaction')).toEqual([
      'inviteServerTransaction.Proceeding.unanswered',
      'inviteServerTransaction.Proceeding.answered',
      'inviteServerTransaction.Accepted'
    ]);
    expect(await statesOnTheWay(page, 'nonInviteServerTransaction')).toEqual([
      'nonInviteServerTransaction.Trying',
      'nonInviteServerTransaction.Completed'
    ]);

    // From an arrow to its message, to the transition that sent it, and back.
    await page.locator('#ladder [data-message]', { hasText: '200 OK (INVITE)' }).click();
    expect(await page.locator('#message h3').textContent()).toBe('SIP/2.0 200 OK');
    expect(await page.locator('#message tr', { hasText: 'CSeq' }).textContent()).toContain('1 INVITE');
    await takePicture(page, 'inspector-message');
    await page.locator('#message .steps button', { hasText: 'Accepted' }).click();
    expect(await page.locator('#event').textContent()).toContain('Proceeding.answered → Accepted on user.2xx');
    expect(await page.locator('#ladder .live .label').allTextContents()).toEqual(['200 OK (INVITE)']);
    expect(await litOf(page, 'state')).toContain('inviteServerTransaction.Accepted');
    await tab(page, 'dialog').click();
    await page.locator('#chart [data-state="dialog"]').waitFor();
    await page.keyboard.press('End');
    await page.locator('#chart [data-state="dialog.Terminated"].live').waitFor();
    await page.locator('#facts button', { hasText: 'BYE' }).click();
    expect(await page.locator('#message h3').textContent()).toMatch(/^BYE /);

    const { page: late, complaints: ofLate } = await openPage(browser, page.url(), 'dark');
    await late.locator('#ladder .label', { hasText: '200 OK (BYE)' }).waitFor();
    expect(await labelsOf(late)).toEqual(theCall);
    await late.locator('#chart [data-state="dialog.Terminated"].live').waitFor();
    const rows = page.locator('.row .title');
    await late.locator('.row').first().waitFor();
    expect(await late.locator('.row .title').allTextContents()).toEqual(await rows.allTextContents());
    await takePicture(late, 'inspector-late-dark');
    expect([...complaints, ...ofLate]).toEqual([]);
  });

  test('what comes again is folded; a hostile peer writes no markup', async () => {
    const { page, complaints } = await openPage(browser, server.url);
    const hostile = '</text><img src=x onerror=alert(1)><script>alert(2)</script>';
    const lines = [
      'INVITE sip:bob@127.0.0.1 SIP/2.0',
      'Via: SIP/2.0/UDP 127.0.0.1:16171;branch=z9hG4bK-hostile',
      'From: <sip:%3Cimg%20src=x%3E@127.0.0.1>;tag=1',
      'To: <sip:bob@127.0.0.1>',
      'Call-ID: "<img/src>"',
      'CSeq: 1 INVITE',
      'Max-Forwards: 70',
      'Contact: <sip:127.0.0.1:16171>',
      `Subject: ${hostile}`,
      'Content-Length: 0',
      '',
      ''
    ];
    const socket = createSocket('udp4');
    try {
      await new Promise<void>((resolve) => {
        socket.bind(16_171, '127.0.0.1', resolve);
      });
      socket.send(lines.join('\r\n'), port, '127.0.0.1');
      await page.locator('.row[data-kind=call]').click();
      // Nobody acknowledges the 200: §13.3.1.4.
      await page.locator('#ladder .times', { hasText: '×3' }).waitFor();
      expect(await labelsOf(page)).toEqual(theCall.slice(0, 3));
      await page.locator('#ladder [data-message]').first().click();
      expect(await page.locator('#message td', { hasText: 'onerror' }).textContent()).toBe(hostile);
      await page.getByRole('button', { name: 'raw' }).click();
      expect(await page.locator('#message pre').textContent()).toContain(`Subject: ${hostile}`);
      expect(await page.locator('img, body script').count()).toBe(0);
      expect(complaints).toEqual([]);
    } finally {
      socket.close();
    }
  });

  test('the list is narrowed and says what it does not show; a server that comes back is found again', async () => {
    const { page } = await openPage(browser, server.url);
    await startSipp(['-sn', 'uac', `127.0.0.1:${String(port)}`, '-p', '16172', '-d', '10', '-m', '200', '-r', '200'])
      .result;
    await page.locator('#shown', { hasText: /600 match: 200 shown, 400 not/ }).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('BYE');
    await page.locator('#shown', { hasText: /^200 match$/ }).waitFor();
    expect(await page.locator('.row').count()).toBe(200);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.locator('#shown', { hasText: '600 match' }).waitFor();
    await page.locator('#filter-kind').selectOption('call');
    await page.locator('#shown', { hasText: /^200 match$/ }).waitFor();
    await takePicture(page, 'inspector-list');

    await server.stop();
    await page.locator('#connection', { hasText: 'reconnecting' }).waitFor();
    server = await startInspectedServer(port, inspector);
    await page.locator('#connection[data-state=open]').waitFor();
    await page.locator('#shown', { hasText: /^0 match$/ }).waitFor();
  });
});
