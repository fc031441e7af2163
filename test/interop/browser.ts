/** Debian's Chromium, driven by Playwright: pages that say what went wrong in them. */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';

const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

/** Why these tests can not run here, or undefined. */
export const missing = existsSync(executablePath)
  ? undefined
  : `${executablePath} (Debian: chromium) is not installed; CHROMIUM names another`;

/** A browser without a window. `--no-sandbox`: a container's root has none. */
export async function launch(args: readonly string[] = []): Promise<Browser> {
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-lcd-text', ...args] });
}

/** A page as somebody has it set, and all that was complained of in it. */
export async function openPage(
  browser: Browser,
  url: string,
  colorScheme: 'light' | 'dark' = 'light'
): Promise<{ page: Page; complaints: string[] }> {
  const page = await browser.newPage({ viewport: { width: 1600, height: 1000 }, colorScheme });
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  await page.goto(url);
  return { page, complaints };
}

/** Where pictures of the pages go: SCREENSHOTS, or a folder that is not kept. */
const folder = process.env['SCREENSHOTS'] ?? fileURLToPath(new URL('./screenshots', import.meta.url));

export async function takePicture(page: Page, name: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}
