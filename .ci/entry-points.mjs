// Imports every entry point of the built package by its name.
import { readFile } from 'node:fs/promises';

const { name, exports } = JSON.parse(await readFile('package.json', 'utf8'));
for (const [path, target] of Object.entries(exports)) {
  if (typeof target === 'string') continue;
  const entry = `${name}${path.slice(1)}`;
  console.log(`${entry}: ${String(Object.keys(await import(entry)).length)} exports`);
}
