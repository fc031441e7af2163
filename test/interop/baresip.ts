/** baresip, a phone, as a peer: it takes every call, and is told what to do by its control socket. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bound, soon } from './sipp.ts';

/** Why these tests can not run here, or undefined. */
export const missing = spawnSync('baresip', ['-h']).error === undefined ? undefined : 'baresip is not installed';

/** A baresip that runs. */
export interface Baresip extends AsyncDisposable {
  /** Has it do something: `hold`, `resume`, `hangup`, or `dial` somebody. */
  tell(command: string, params?: string): Promise<void>;
}

const config = (port: number, control: number): string => `sip_listen\t127.0.0.1:${String(port)}
net_interface 127.0.0.1
net_af ipv4
audio_player aubridge,nil
audio_source aubridge,nil
audio_alert aubridge,nil
ausrc_channels 0
rtp_ports 22200-22300
module_path /usr/lib/baresip/modules
module g711.so
module aubridge.so
module_app account.so
module_app menu.so
module_app ctrl_tcp.so
ctrl_tcp_listen 127.0.0.1:${String(control)}
`;

/** Its control socket, which it opens after that for SIP. */
async function reach(port: number): Promise<Socket> {
  for (;;) {
    const socket = connect(port, '127.0.0.1');
    socket.resume();
    const reached = await once(socket, 'connect').then(
      () => true,
      () => false
    );
    if (reached) return socket;
    await soon();
  }
}

/** Starts one on two ports of loopback, without a registrar. */
export async function startBaresip(port: number, control: number): Promise<Baresip> {
  const folder = mkdtempSync(join(tmpdir(), 'sipcharts-baresip-'));
  writeFileSync(join(folder, 'config'), config(port, control));
  writeFileSync(join(folder, 'contacts'), '');
  writeFileSync(join(folder, 'accounts'), '<sip:bares@127.0.0.1>;regint=0;answermode=auto\n');
  const child: ChildProcess = spawn('baresip', ['-4', '-s', '-f', folder, '-t', '100'], { stdio: 'ignore' });
  const closed = once(child, 'close');
  await bound(port);
  const socket = await reach(control);
  return {
    async tell(command, params = '') {
      const text = JSON.stringify({ command, params });
      socket.write(`${String(text.length)}:${text},`);
      await soon();
    },
    async [Symbol.asyncDispose]() {
      socket.destroy();
      child.kill('SIGKILL');
      await closed;
      rmSync(folder, { recursive: true });
    }
  };
}
