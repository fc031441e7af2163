/** The list itself: whole, and every test that it names is there. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { findBroken, type Requirement } from '../../docs/rfc-coverage/requirement.ts';
import { requirements } from '../../docs/rfc-coverage/requirements.ts';
import { counts } from '../../docs/rfc-coverage/requirements/counts.ts';
import { titlesOfTests } from '../../docs/rfc-coverage/tests.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const sectionOf = ({ id }: Requirement): string => id.slice(0, id.indexOf('-'));

test('no sentence is forgotten: each section has as many keywords as its text', () => {
  const listed: Record<string, Record<string, number>> = {};
  for (const requirement of requirements) {
    const count = (listed[sectionOf(requirement)] ??= {});
    for (const level of requirement.levels) count[level] = (count[level] ?? 0) + 1;
  }
  expect(listed).toEqual(counts);
});

test('the sentences of a section are numbered from 1, in their order', () => {
  const numbers = new Map<string, number>();
  for (const requirement of requirements) {
    const section = sectionOf(requirement);
    const number = (numbers.get(section) ?? 0) + 1;
    numbers.set(section, number);
    expect(requirement.id).toBe(`${section}-${String(number)}`);
  }
});

test('every test that shows a sentence is there, and every sentence without one has its reason', () => {
  const known = new Map<string, readonly string[] | undefined>();
  const titlesOf = (file: string): readonly string[] | undefined => {
    const path = `${root}${file}`;
    if (!known.has(file))
      known.set(file, existsSync(path) ? titlesOfTests(file, readFileSync(path, 'utf8')) : undefined);
    return known.get(file);
  };
  expect(findBroken(requirements, titlesOf)).toEqual([]);
});

test('what a reason refers to is there', () => {
  const ids = new Set(requirements.map(({ id }) => id));
  const referred = requirements.flatMap(({ shownBy }) =>
    typeof shownBy === 'string' ? [...shownBy.matchAll(/`(\d+§[^`]+)`/g)].map(([, id]) => id) : []
  );
  expect(referred.length).toBeGreaterThan(0);
  expect(referred.filter((id) => id !== undefined && !ids.has(id))).toEqual([]);
});
