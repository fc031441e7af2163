/** The other end of a TCP connection, in the hands of a test. */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { Heard } from './running.ts';

export class Peer {
  readonly socket: Socket;
  /** Everything that came and was not taken yet. */
  #text = '';
  readonly #chunks = new Heard<string>();
  /** Resolves when the connection is gone. */
  readonly gone: Promise<unknown>;

  constructor(socket: Socket) {
    this.socket = socket;
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => {
      this.#chunks.push(chunk);
    });
    socket.on('error', () => {});
    this.gone = new Promise((resolve) => {
      socket.once('close', resolve);
    });
  }

  get port(): number {
    return this.socket.localPort as number;
  }

  say(text: string | Uint8Array): void {
    this.socket.write(text);
  }

  /** Says something, and tells whether it could. */
  async writes(text: string): Promise<boolean> {
    return new Promise((resolve) => {
      this.socket.write(text, (error) => {
        resolve(error === null || error === undefined);
      });
    });
  }

  /** Takes what came up to and with a text, once it has come. */
  async hears(text: string): Promise<string> {
    while (!this.#text.includes(text)) this.#text += await this.#chunks.next();
    const end = this.#text.indexOf(text) + text.length;
    const taken = this.#text.slice(0, end);
    this.#text = this.#text.slice(end);
    return taken;
  }
}

/** Connections and servers of a test, closed at its end. */
export class Peers {
  readonly #open: (() => Promise<unknown>)[] = [];

  /** Connects to a port. */
  async connect(port: number): Promise<Peer> {
    const peer = new Peer(connect(port, '127.0.0.1'));
    this.#closeLater(peer);
    await once(peer.socket, 'connect');
    return peer;
  }

  /** Listens; connections are given out as they come. */
  async listen(): Promise<{ readonly port: number; readonly connections: Heard<Peer> }> {
    const server = createServer();
    const connections = new Heard<Peer>();
    server.on('connection', (socket) => {
      const peer = new Peer(socket);
      this.#closeLater(peer);
      connections.push(peer);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    this.#open.push(async () => {
      const closed = once(server, 'close');
      server.close();
      return closed;
    });
    return { port: (server.address() as AddressInfo).port, connections };
  }

  /** A port where nobody listens. */
  async deadPort(): Promise<number> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const closed = once(server, 'close');
    server.close();
    await closed;
    return port;
  }

  #closeLater(peer: Peer): void {
    this.#open.push(async () => {
      peer.socket.destroy();
      return peer.gone;
    });
  }

  async close(): Promise<void> {
    await Promise.all(this.#open.splice(0).map(async (close) => close()));
  }
}
