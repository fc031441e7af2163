import { expect, test } from 'vitest';
import { createStack } from '../../src/transport/create-stack.ts';
import { versionFault } from '../../src/transport/node-version.ts';

test.each(['24.0.0', '24.3.1', '24.4.0'])('threat V25: Node %s has hashes that can be guessed', (version) => {
  expect(versionFault(version)).toContain(version);
});

test.each(['20.19.5', '22.17.0', '24.4.1', '24.11.0', '25.0.0', 'strange'])(
  'threat V25: Node %s has not',
  (version) => {
    expect(versionFault(version)).toBeUndefined();
  }
);

test('threat V25: the version is looked at when a stack is made', async () => {
  const errors: unknown[] = [];
  const { node } = process.versions;
  Object.defineProperty(process.versions, 'node', { value: '24.4.0' });
  try {
    await using stack = await createStack({ listen: [], onError: (error) => errors.push(error) });
    expect(stack.transactions).toBe(0);
  } finally {
    Object.defineProperty(process.versions, 'node', { value: node });
  }
  expect(errors).toMatchObject([{ message: expect.stringContaining('CVE-2025-27209') as string }]);
});
