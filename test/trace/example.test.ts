/** What the example prints. */
import { readFileSync } from 'node:fs';
import { expect, test, vi } from 'vitest';

test('examples/trace.ts: a call’s dialog can be followed by its clauses, in 25 lines', {
  timeout: 60_000
}, async () => {
  const log = vi.spyOn(console, 'log').mockReturnValue();
  const { dialog } = await import('../../examples/trace.ts');
  const steps = dialog.filter((line) => line.includes('{') || line.includes('ends'));
  expect(steps).toEqual([
    '  0.020 dialog 9 Early -> Confirmed.start always [answeredByPeer] / buildAck, sendAck {3261§13.2.2.4} (message 2)',
    '  0.020 dialog 9 Confirmed.start -> Confirmed.established always [calledByUser] {3261§13.2.2.4} (message 2)',
    '  1.000 dialog 9 Confirmed.established -> Confirmed.hangingUp.start on user.bye / noteEnd {3261§15.1.1}',
    '  1.000 dialog 9 Confirmed.hangingUp.start -> Confirmed.hangingUp.byeSent always / buildBye, sendBye {3261§15.1.1}',
    '  1.020 dialog 9 Confirmed.hangingUp.byeSent -> Terminated on transaction.200-699 {3261§15.1.1} (message 5)',
    '  1.020 dialog 9 ends: done local (message 5)'
  ]);
  expect(log).toHaveBeenCalledOnce();
  const code = readFileSync(new URL('../../examples/trace.ts', import.meta.url), 'utf8');
  expect(code.trim().split('\n').length).toBeLessThanOrEqual(25);
});
