/**
 * Who may ask the inspector: browsers that were sent to it by its own address, and, when it listens beyond this machine,
 * only who has the token. A page of another site must get nothing, not even through a name that it points at us.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isIpv4, isIpv6 } from '../../src/syntax/host.ts';
import { isLoopback } from '../../src/transaction/flow.ts';

/** Where it listens, and what it asks for. */
export interface AccessOptions {
  /** The address that it is bound to. */
  readonly address: string;
  readonly port: number;
  /** Names by which it may be asked beside `localhost`: what it was told to listen on, or what a proxy before it is called. */
  readonly hosts?: readonly string[];
  /** Whether a token is asked for on this machine too. Beyond it, always. */
  readonly token?: boolean;
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** In the time that it takes to compare any two. */
const isEqual = (one: string, other: string): boolean => timingSafeEqual(digest(one), digest(other));

const hostField = /^(\[[0-9a-f:.]{2,45}\]|[a-z0-9._-]{1,253})(?::(\d{1,5}))?$/;

/** Decides about each request by its fields alone. */
export class Access {
  /** What one must know; undefined where everybody on this machine may ask. */
  readonly token: string | undefined;
  readonly #options: AccessOptions;
  readonly #isLocal: boolean;
  readonly #cookie: string;

  constructor(options: AccessOptions) {
    this.#options = options;
    this.#isLocal = isLoopback(options.address);
    this.token = this.#isLocal && options.token !== true ? undefined : randomBytes(24).toString('base64url');
    // Cookies are not told apart by port.
    this.#cookie = `sipcharts-inspector-${String(options.port)}`;
  }

  /** Where a browser is to be sent, with the token. */
  get url(): string {
    const { address, port } = this.#options;
    const anywhere = address === '0.0.0.0' || address === '::';
    const host = anywhere ? 'localhost' : isIpv6(address) ? `[${address}]` : address;
    return `http://${host}:${String(port)}/${this.token === undefined ? '' : `?token=${this.token}`}`;
  }

  /** Why a request is refused; undefined when it may go on. */
  refusalOf({ headers }: Pick<IncomingMessage, 'headers'>): string | undefined {
    const { host = '', origin } = headers;
    if (!this.#isOurs(host.toLowerCase())) return 'not a host of this inspector';
    if (origin !== undefined && origin.toLowerCase() !== `http://${host.toLowerCase()}`) return 'from another origin';
    const site = headers['sec-fetch-site'];
    if (site !== undefined && site !== 'same-origin' && site !== 'none') return 'from another site';
    return undefined;
  }

  /** An address cannot be pointed elsewhere, as a name can: beyond this machine any is as good as another. */
  #isOurs(host: string): boolean {
    const { address, hosts = [], port } = this.#options;
    const [, name, itsPort = '80'] = hostField.exec(host) ?? [];
    if (name === undefined) return false;
    if (hosts.some((own) => own.toLowerCase() === host)) return true;
    if (Number(itsPort) !== port) return false;
    const bare = name.replace(/^\[|\]$/g, '');
    if (name === 'localhost' || bare === '127.0.0.1' || bare === '::1' || bare === address) return true;
    if (hosts.some((own) => own.toLowerCase() === name)) return true;
    return !this.#isLocal && (isIpv4(bare) || isIpv6(bare));
  }

  /** Whether a request knows the token: by its URL, or by the cookie of an earlier one. */
  isKnown({ headers }: Pick<IncomingMessage, 'headers'>, given: string | null): boolean {
    if (this.token === undefined) return true;
    return isEqual(given ?? this.#cookieOf(headers.cookie ?? ''), this.token);
  }

  #cookieOf(cookies: string): string {
    const own = cookies.split('; ').find((cookie) => cookie.startsWith(`${this.#cookie}=`));
    return own?.slice(this.#cookie.length + 1) ?? '';
  }

  /** What a browser keeps, so that the token leaves its address bar. */
  get setCookie(): string {
    return `${this.#cookie}=${this.token ?? ''}; HttpOnly; SameSite=Strict; Path=/`;
  }
}
