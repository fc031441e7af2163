/** `npm run pictures`: the inspector's page with real calls in it, by day and by night, as `docs/pictures/`. */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { launch, openPage } from './browser.ts';
import { startInspectedServer } from './inspected-server.ts';
import { withPalette } from './palette-png.ts';
import { soon, startSipp, stopSipps } from './sipp.ts';

const [port, inspector] = [5165, 8165];
const pathOf = (theme: string): string =>
  fileURLToPath(new URL(`../../docs/pictures/inspector-${theme}.png`, import.meta.url));

const server = await startInspectedServer(port, inspector);
const browser = await launch();
try {
  const { page: light } = await openPage(browser, server.url, 'light');
  const { page: dark } = await openPage(browser, server.url, 'dark');
  // Eight calls, three a second; each is up for five seconds.
  startSipp(['-sn', 'uac', `127.0.0.1:${String(port)}`, '-p', '16173', '-d', '5000', '-m', '8', '-r', '3']);
  await light.locator('.row').nth(20).waitFor();
  for (const [theme, page] of [
    ['light', light],
    ['dark', dark]
  ] as const) {
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.locator('.row[data-kind=call]').last().click();
    await page.locator('#chart .live').first().waitFor();
    await page.locator('#ladder [data-message]', { hasText: '200 OK (INVITE)' }).click();
    await page.mouse.move(5, 5);
    for (let turn = 0; turn < 30; turn++) await soon();
    await writeFile(pathOf(theme), withPalette(await page.screenshot()));
  }
} finally {
  await browser.close();
  await stopSipps();
  await server.stop();
}
