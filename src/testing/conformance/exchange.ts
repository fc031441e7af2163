/** What we say in one scenario: requests of one Call-ID, written as text so that they may also be wrong. */
import { contact } from '../../message/headers/contact.ts';
import { Fault } from '../../message/fault.ts';
import type { SipMessage, SipResponse } from '../../message/message.ts';
import { formatHostPort, hostOf } from '../../syntax/host.ts';
import type { Address } from '../../transaction/flow.ts';
import type { Behaviour, Heard, ScenarioTransport } from './scenario.ts';

/** What an exchange is made with. */
export interface ExchangeOptions {
  readonly transport: ScenarioTransport;
  readonly local: Address;
  readonly target: Address;
  /** The user part for each behaviour; without a refusing one an INVITE is made that no UAS takes (§8.2.2.3). */
  readonly users: Readonly<Partial<Record<Behaviour, string>>>;
  /** Makes Call-ID, tag and branches unlike all others. */
  readonly token: string;
}

/** What a request may be told apart from the others by; the rest is as it has to be. */
export interface RequestParts {
  readonly uri?: string;
  readonly version?: string;
  /** The values of the Via fields, topmost first. */
  readonly vias?: readonly string[];
  readonly branch?: string;
  readonly from?: string;
  readonly to?: string;
  readonly callId?: string;
  readonly sequence?: number;
  /** Further fields, as `Name: value`. */
  readonly fields?: readonly string[];
  readonly body?: string;
  /** What Content-Length says, when it is not the length. */
  readonly length?: number;
}

const offer = (host: string): string =>
  `v=0\r\no=- 1 1 IN IP4 ${host}\r\ns=-\r\nc=IN IP4 ${host}\r\nt=0 0\r\nm=audio 49170 RTP/AVP 0\r\n`;

export class Exchange {
  readonly transport: ScenarioTransport;
  readonly local: Address;
  readonly target: Address;
  readonly callId: string;
  readonly fromTag: string;
  /** What the scenario expected, and got. */
  readonly heard: Heard[] = [];
  /** Everything that we have sent, as text. */
  readonly sent: string[] = [];
  readonly #users: ExchangeOptions['users'];
  readonly #token: string;

  constructor({ transport, local, target, users, token }: ExchangeOptions) {
    this.transport = transport;
    this.local = local;
    this.target = target;
    this.callId = `${token}@${hostOf(local.host)}`;
    this.fromTag = `f${token}`;
    this.#users = users;
    this.#token = token;
  }

  /** The address of the user who behaves like this. */
  uriOf(behaviour: Behaviour): string {
    const user = this.#users[behaviour] ?? this.#users.answering ?? 'conformance';
    return `sip:${user}@${formatHostPort({ host: hostOf(this.target.host), port: this.target.port })}`;
  }

  /** A branch of ours: the same for the same name. */
  branch(name: string): string {
    return `z9hG4bK${this.#token}${name}`;
  }

  /** Our address, as a Via says it. */
  get sentBy(): string {
    return formatHostPort({ host: hostOf(this.local.host), port: this.local.port });
  }

  /** A Via value of ours. */
  via(branch: string, sentBy = this.sentBy): string {
    return `SIP/2.0/${this.transport} ${sentBy};branch=${branch}`;
  }

  /** A request. */
  request(method: string, parts: RequestParts = {}): string {
    const { uri = this.uriOf('answering'), version = 'SIP/2.0', sequence = 1, body = '', fields = [] } = parts;
    const { vias = [this.via(parts.branch ?? this.branch(`${method}${String(sequence)}`))] } = parts;
    return [
      `${method} ${uri} ${version}`,
      ...vias.map((via) => `Via: ${via}`),
      'Max-Forwards: 70',
      `From: ${parts.from ?? `<sip:conformance@${this.sentBy}>;tag=${this.fromTag}`}`,
      `To: ${parts.to ?? `<${uri}>`}`,
      `Call-ID: ${parts.callId ?? this.callId}`,
      `CSeq: ${String(sequence)} ${method}`,
      ...fields,
      `Content-Length: ${String(parts.length ?? body.length)}`,
      '',
      body
    ].join('\r\n');
  }

  /** An INVITE with an offer. */
  invite(behaviour: Behaviour = 'answering', parts: RequestParts = {}): string {
    const forced = behaviour === 'refusing' && this.#users.refusing === undefined;
    return this.request('INVITE', {
      uri: this.uriOf(behaviour),
      body: offer(this.local.host),
      ...parts,
      fields: [
        `Contact: <sip:conformance@${this.sentBy}${this.transport === 'TCP' ? ';transport=tcp' : ''}>`,
        'Content-Type: application/sdp',
        ...(forced ? ['Require: nothing-supports-this'] : []),
        ...(parts.fields ?? [])
      ]
    });
  }

  /** The last response that was expected. @throws Error when there was none: the scenario is wrong */
  get response(): SipResponse {
    const last = this.heard.findLast(({ message }) => message.kind === 'response')?.message;
    if (last?.kind !== 'response') throw new Error('no response was expected before');
    return last;
  }

  /** The To of the last response. */
  get taggedTo(): string {
    return this.response.field('To')?.value ?? '';
  }

  /** Where requests inside the dialog go: the Contact of the last response (§12.1.2). */
  get remoteTarget(): string {
    const contacts = this.response.all(contact);
    const [first] = contacts instanceof Fault ? [] : contacts;
    return first === undefined || first === '*' ? this.uriOf('answering') : first.uri.text;
  }

  /** The ACK of the last response: of a 2xx a request of its own (§13.2.2.4), of another one the transaction's (§17.1.1.3). */
  ack(): string {
    const invite = this.#inviteOf(this.response);
    const accepted = this.response.status < 300;
    const [, uri = ''] = /^INVITE (\S+)/.exec(invite) ?? [];
    const via = /^Via: ([^\r]*)/m.exec(invite)?.[1] ?? '';
    return this.request('ACK', {
      uri: accepted ? this.remoteTarget : uri,
      vias: [accepted ? this.via(this.branch('ack')) : via],
      to: this.taggedTo,
      sequence: this.response.cseq.sequence
    });
  }

  /** The CANCEL of the last INVITE (§9.1). */
  cancel(): string {
    const invite = this.#lastInvite();
    const [, uri = ''] = /^INVITE (\S+)/.exec(invite) ?? [];
    return this.request('CANCEL', { uri, vias: [/^Via: ([^\r]*)/m.exec(invite)?.[1] ?? ''] });
  }

  /** A request inside the dialog of the last response. */
  inDialog(method: string, sequence: number, parts: RequestParts = {}): string {
    return this.request(method, { uri: this.remoteTarget, to: this.taggedTo, sequence, ...parts });
  }

  /** Our answer to a request of the target. */
  answer(request: SipMessage, status: number, reason: string): string {
    const copied = request.fields.filter(({ name }) => ['Via', 'From', 'To', 'Call-ID', 'CSeq'].includes(name));
    const lines = copied.map(({ name, line }) =>
      name === 'To' && request.to.tag === undefined ? `${line};tag=${this.fromTag}` : line
    );
    return [`SIP/2.0 ${String(status)} ${reason}`, ...lines, 'Content-Length: 0', '', ''].join('\r\n');
  }

  /** The INVITE that a response answers. */
  #inviteOf({ topmostVia: { branch = '' } }: SipResponse): string {
    return this.sent.find((text) => text.startsWith('INVITE sip:') && text.includes(branch)) ?? this.#lastInvite();
  }

  #lastInvite(): string {
    const last = this.sent.findLast((text) => text.startsWith('INVITE sip:'));
    if (last === undefined) throw new Error('no INVITE was sent before');
    return last;
  }
}
