/** `sipcharts serve --inspect`, as built, as a process. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url));

/** A server that runs. */
export interface InspectedServer {
  readonly url: string;
  /** Ends it as a signal does; resolves when it is gone. */
  readonly stop: () => Promise<void>;
}

/** Resolves when it listens on both ports. */
export async function startInspectedServer(port: number, inspector: number): Promise<InspectedServer> {
  const args = ['serve', '--port', String(port), '--inspect', String(inspector)];
  const child: ChildProcess = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
  const closed = once(child, 'close');
  const said: string[] = [];
  const url = await new Promise<string>((resolve, reject) => {
    void closed.then(() => {
      reject(new Error(`the server ended: ${said.join('\n')}`));
    });
    if (child.stderr === null) return;
    createInterface(child.stderr).on('line', (line) => {
      said.push(line);
      const found = /^inspector at (\S+)$/.exec(line)?.[1];
      if (found !== undefined) resolve(found);
    });
  });
  return {
    url,
    stop: async () => {
      child.kill('SIGKILL');
      await closed;
    }
  };
}
