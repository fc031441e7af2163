/** Debian's Chromium, driven by Playwright. */
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const executablePath = '/usr/bin/chromium';

/** Why these tests can not run here, or undefined. */
export const missing = existsSync(executablePath) ? undefined : `${executablePath} (Debian: chromium) is not installed`;

/** A browser without a window. `--no-sandbox`: a container's root has none. */
export async function launch(args: readonly string[] = []): Promise<Browser> {
  return chromium.launch({ executablePath, args: ['--no-sandbox', ...args] });
}
