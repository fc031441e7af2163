/**
 * `npm run equivalence -- --walks 100000 --seed 1`: the compiled charts against XState's interpreter at full size: every
 * simple path of every chart, and random walks, shared out among the charts. Ends with 1 at the first difference, which
 * it shows with its seed.
 */
import { parseArgs } from 'node:util';
import { Equivalence } from './equivalence.ts';
import { subjects } from './subjects.ts';

const { values } = parseArgs({
  options: {
    walks: { type: 'string', default: '100000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) }
  }
});
const walks = Number(values.walks);
const seed = Number(values.seed);
if (!Number.isInteger(walks) || walks < 1 || !Number.isInteger(seed)) {
  console.error('usage: equivalence [--walks N] [--seed S]');
  process.exit(2);
}

const each = Math.ceil(walks / subjects.length);
console.log(`seed ${String(seed)}, ${String(each)} walks for each of ${String(subjects.length)} charts`);
for (const subject of subjects) {
  const equivalence = new Equivalence(subject);
  equivalence.checkPairs();
  equivalence.checkStops();
  const paths = equivalence.checkSimplePaths();
  equivalence.checkWalks({ walks: each, seed });
  console.log(`${subject.name}: ${String(paths)} simple paths and ${String(each)} walks, no difference`);
}
