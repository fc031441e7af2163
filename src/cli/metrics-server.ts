/** `GET /metrics` over HTTP, and nothing else. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isIpv4, isIpv6, withoutBrackets } from '../syntax/host.ts';
import type { Address } from '../transaction/flow.ts';

/** What is served. */
export interface Metrics {
  readonly contentType: string;
  metrics(): Promise<string>;
}

/**
 * Whether a request means us. A page of somebody else's can have its own name lead to our address (DNS rebinding), and a
 * browser then says that name: addresses, `localhost` and the name that we were given are ours.
 */
function isOurs(host: string | undefined, ours: string): boolean {
  const [, name = ''] = /^(\[[0-9a-f:.]+\]|[^:[\]]+)(?::\d{1,5})?$/i.exec(host ?? '') ?? [];
  const plain = withoutBrackets(name).toLowerCase();
  return plain !== '' && (isIpv4(plain) || isIpv6(plain) || plain === 'localhost' || plain === ours.toLowerCase());
}

const plainText = { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' };

function refuse(response: ServerResponse, status: number, fields: Readonly<Record<string, string>> = {}): void {
  response.writeHead(status, { ...plainText, ...fields, Connection: 'close' }).end();
}

/** Serves metrics until it is closed. */
export class MetricsServer {
  readonly #server: Server;
  readonly #metrics: Metrics;
  readonly #host: string;

  private constructor(metrics: Metrics, host: string) {
    this.#metrics = metrics;
    this.#host = host;
    this.#server = createServer(
      { maxHeaderSize: 8192, headersTimeout: 5000, requestTimeout: 10_000, keepAliveTimeout: 5000 },
      (request, response) => {
        void this.#answer(request, response);
      }
    );
    this.#server.maxConnections = 32;
  }

  /** Listens; port 0 takes a free one. Rejects with the socket's error. */
  static async start(metrics: Metrics, { host, port }: Address): Promise<MetricsServer> {
    const server = new MetricsServer(metrics, host);
    const http = server.#server;
    await new Promise<void>((resolve, reject) => {
      http.once('error', reject);
      http.listen(port, host, () => {
        http.off('error', reject);
        resolve();
      });
    });
    return server;
  }

  get address(): Address {
    const { address, port } = this.#server.address() as AddressInfo;
    return { host: address, port };
  }

  async #answer({ method, url, headers }: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!isOurs(headers.host, this.#host)) refuse(response, 421);
    else if (url !== '/metrics') refuse(response, 404);
    else if (method !== 'GET') refuse(response, 405, { Allow: 'GET' });
    else {
      try {
        const text = await this.#metrics.metrics();
        response.writeHead(200, { ...plainText, 'Content-Type': this.#metrics.contentType }).end(text);
      } catch {
        refuse(response, 500);
      }
    }
  }

  /** Closes every connection. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      this.#server.close(() => {
        resolve();
      });
    });
    this.#server.closeAllConnections();
    await closed;
  }
}
