/** `npm run simulate -- --calls 10000 --seed 1 --logic compiled`: calls over a network that loses, repeats and reorders. */
import { parseArgs } from 'node:util';
import { charts } from '../../machines/index.ts';
import { simulate } from './calls.ts';

/** What the RFC's rules give at 20 % loss each way is 99.995 %. */
const least = 0.9997;

const { values } = parseArgs({
  options: {
    calls: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    logic: { type: 'string', default: 'compiled' }
  }
});
const [calls, seed] = [Number(values.calls), Number(values.seed)];
if (
  !Number.isInteger(calls) ||
  calls < 1 ||
  !Number.isInteger(seed) ||
  !['compiled', 'charts'].includes(values.logic)
) {
  console.error('usage: simulate [--calls N] [--seed S] [--logic compiled|charts]');
  process.exit(2);
}
const start = performance.now();
const report = await simulate({ calls, seed, ...(values.logic === 'charts' ? { logic: charts } : {}) });
const seconds = (performance.now() - start) / 1000;
for (const text of [...report.failures, ...report.broken]) console.log(text);
const { network, successes, packets, left, took } = report;
console.log(`${network}; ${values.logic} charts`);
console.log(`${successes} of ${calls} calls, ${((100 * successes) / calls).toFixed(3)} %`);
console.log(`packets ${JSON.stringify(packets)}`);
console.log(`counted ${JSON.stringify(report.counted)}`);
console.log(`left ${JSON.stringify(left)}, broken ${report.broken.length}`);
console.log(`${(took / 1000).toFixed(1)} s of virtual time in ${seconds.toFixed(1)} s`);
const leftBehind = Object.values(left).some((count) => count > 0);
if (successes / calls < least || leftBehind || report.broken.length > 0) process.exitCode = 1;
