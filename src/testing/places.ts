/** Who is where on the simulated network. */
import { type Address, formatAddress } from '../transaction/flow.ts';

/** Somewhere on the network. */
export interface Place {
  readonly name: string;
  readonly address: Address;
  /** How many tokens whoever was here has drawn: the next one must not repeat them. */
  tokens: number;
  /** Takes what arrives; undefined while nobody is there. */
  take: ((bytes: Uint8Array, from: Place) => void) | undefined;
}

/** The nets that documents may use (RFC 5737). */
const documentationNets = ['192.0.2', '198.51.100', '203.0.113'];

/** The port of every place. */
const port = 5060;

export class Places {
  readonly #hosts: Readonly<Record<string, string>>;
  readonly #byName = new Map<string, Place>();
  readonly #byAddress = new Map<string, Place>();

  /** With the hosts of those whose host matters. */
  constructor(hosts: Readonly<Record<string, string>>) {
    this.#hosts = hosts;
    for (const name of Object.keys(hosts)) this.called(name);
  }

  /** The place of a name, made when it is first named. @throws RangeError when the nets are full */
  called(name: string): Place {
    return this.#byName.get(name) ?? this.#add(name, { host: this.#hosts[name] ?? this.#freeHost(), port });
  }

  /** The place at an address; where nobody ever was, one that is called like the address. */
  at(address: Address): Place {
    const text = formatAddress(address);
    return this.#byAddress.get(text) ?? { name: text, address, tokens: 0, take: undefined };
  }

  /** The host of a place that has been named. @throws Error for any other name */
  hostOf(name: string): string {
    const place = this.#byName.get(name);
    if (place === undefined) throw new Error(`no address for ${name}`);
    return place.address.host;
  }

  #add(name: string, address: Address): Place {
    const place: Place = { name, address, tokens: 0, take: undefined };
    this.#byName.set(name, place);
    this.#byAddress.set(formatAddress(address), place);
    return place;
  }

  #freeHost(): string {
    for (const net of documentationNets) {
      for (let last = 1; last < 255; last++) {
        const host = `${net}.${String(last)}`;
        if (!this.#byAddress.has(formatAddress({ host, port }))) return host;
      }
    }
    throw new RangeError('the network is full');
  }
}
