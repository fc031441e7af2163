/**
 * `npm run fuzz -- --seconds 10 --seed 1 --target message`: throws seeded rubbish at the parsers and checks what must
 * always hold (`targets.ts`). What breaks it, or takes longer than a second, is kept in `regressions/`, which a test replays.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { targets } from './targets.ts';
import type { Work, Worked } from './worker.ts';

const watchdog = 1000;
/** Loading takes its time before the first input. */
const patience = 30_000;
const largest = 131_072;

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '10' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    target: { type: 'string', default: 'all' }
  }
});
const names = values.target === 'all' ? Object.keys(targets) : [values.target];
const seconds = Number(values.seconds) / names.length;
const seed = Number(values.seed);
if (!Number.isFinite(seconds) || !Number.isInteger(seed) || names.some((name) => !(name in targets))) {
  console.error(`usage: fuzz [--seconds N] [--seed S] [--target ${Object.keys(targets).join('|')}|all]`);
  process.exit(2);
}

/** A worker does not inherit the loader that reads TypeScript: it is registered anew. */
const bootstrap = new URL(
  `data:text/javascript,${encodeURIComponent(
    `import { register } from ${JSON.stringify(import.meta.resolve('tsx/esm/api'))};
     register();
     await import(${JSON.stringify(new URL('./worker.ts', import.meta.url).href)});`
  )}`
);

/** Keeps what broke something. */
function keep(target: string, bytes: Uint8Array): string {
  const folder = new URL('./regressions/', import.meta.url);
  mkdirSync(folder, { recursive: true });
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 12);
  const file = new URL(`${target}-${hash}.bin`, folder);
  writeFileSync(file, bytes);
  return fileURLToPath(file);
}

/** Runs one target; how many executions, or what broke. */
async function fuzz(target: string): Promise<Worked> {
  const shared = new SharedArrayBuffer(8 + largest);
  const counters = new Int32Array(shared, 0, 2);
  const work: Work = { target, seed, seconds, shared };
  const worker = new Worker(bootstrap, { workerData: work });
  let seen = -1;
  let since = performance.now();
  return new Promise((resolve, reject) => {
    const timer = setInterval(() => {
      const executions = Atomics.load(counters, 0);
      if (executions !== seen) {
        seen = executions;
        since = performance.now();
      } else if (performance.now() - since > (executions === 0 ? patience : watchdog)) {
        done({ executions, crash: `no end after ${watchdog} ms` });
        void worker.terminate();
      }
    }, watchdog / 4);
    const done = (worked: Worked): void => {
      clearInterval(timer);
      if (worked.crash !== undefined) {
        const file = keep(target, new Uint8Array(shared, 8, Atomics.load(counters, 1)).slice());
        console.error(`${target}: ${worked.crash}\n${target}: kept in ${file}`);
      }
      resolve(worked);
    };
    worker.on('message', done);
    worker.on('error', (error) => {
      clearInterval(timer);
      reject(error);
    });
  });
}

let broken = 0;
for (const target of names) {
  const start = performance.now();
  const { executions, crash } = await fuzz(target);
  const rate = Math.round((executions * 1000) / (performance.now() - start));
  console.log(
    `${target}: seed ${seed}, ${executions} executions, ${rate} a second${crash === undefined ? '' : ', BROKEN'}`
  );
  if (crash !== undefined) broken++;
}
process.exitCode = broken === 0 ? 0 : 1;
