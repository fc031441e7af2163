/** Lines to a conformance target: a UDP or TCP socket for each scenario. */
import { createSocket } from 'node:dgram';
import { connect } from 'node:net';
import type { Line } from '../testing/conformance/run.ts';
import { isIpv6 } from '../syntax/host.ts';
import type { Address } from '../transaction/flow.ts';
import { StreamFramer } from '../transport/framing/stream.ts';

/** Opens a UDP socket on the address from which the target is reached. Rejects with the socket's error. */
export async function openUdpLine(target: Address): Promise<Line> {
  const socket = createSocket(isIpv6(target.host) ? 'udp6' : 'udp4');
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    // Connected, so that the kernel says which address of ours that is.
    socket.connect(target.port, target.host, () => {
      socket.off('error', reject);
      resolve();
    });
  });
  // Nobody listens there: the scenario will see that nothing comes.
  socket.on('error', () => undefined);
  const { address, port } = socket.address();
  return {
    local: { host: address, port },
    send(bytes) {
      socket.send(bytes);
    },
    listen(take) {
      socket.on('message', (bytes: Uint8Array) => {
        take(bytes);
      });
    },
    close() {
      socket.close();
    }
  };
}

/** Opens a TCP connection. Rejects with the socket's error. */
export async function openTcpLine(target: Address): Promise<Line> {
  const socket = connect({ host: target.host, port: target.port, noDelay: true });
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject);
      resolve();
    });
  });
  // A connection that ends is seen by what does not come any more.
  socket.on('error', () => undefined);
  const framer = new StreamFramer();
  return {
    local: { host: socket.localAddress ?? '127.0.0.1', port: socket.localPort ?? 0 },
    send(bytes) {
      if (socket.writable) socket.write(bytes);
    },
    listen(take) {
      socket.on('data', (chunk: Uint8Array) => {
        for (const frame of framer.push(chunk)) if (frame.kind === 'message') take(frame.bytes);
      });
    },
    close() {
      socket.destroy();
    }
  };
}
