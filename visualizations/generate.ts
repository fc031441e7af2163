/**
 * `npm run diagrams`: draws every machine that `machines/index.ts` exports into `visualizations/generated/`.
 *
 * With `--check` it writes nothing and exits with 1 if a committed diagram differs, is missing or is stale.
 */
import { fileURLToPath } from 'node:url';
import { compareFiles, drawFiles, writeFiles } from './files.ts';

const folder = fileURLToPath(new URL('./generated/', import.meta.url));
const machines = (await import(new URL('../machines/index.ts', import.meta.url).href)) as Record<string, unknown>;
const files = await drawFiles(machines);

if (process.argv.includes('--check')) {
  const found = await compareFiles(files, folder);
  for (const { file, kind } of found) console.error(`${kind}: visualizations/generated/${file}`);
  if (found.length > 0) {
    console.error('The diagrams do not match the machines: npm run diagrams');
    process.exitCode = 1;
  }
} else {
  const written = await writeFiles(files, folder);
  console.log(`${String(files.size)} diagrams, ${String(written.length)} changed`);
}
