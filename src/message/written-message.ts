/**
 * A message as it was written (RFC 3261 §7): what is kept of one that may have to be sent again.
 *
 * A message that was made from another one shares that one's fields, and with them its whole text. This has a text of its
 * own and nothing else; what else it is asked for is read from that text, each time.
 */
import { inOnePiece } from '../syntax/latin1.ts';
import { Scanner } from '../syntax/scanner.ts';
import type { HeaderField } from './field.ts';
import { formatHead, formatMessage } from './format.ts';
import type { To } from './headers/to.ts';
import { type Via, via } from './headers/via.ts';
import type { MessageLimits } from './limits.ts';
import { noBody, type Sendable, type SipMessage } from './message.ts';
import { parseMessage } from './parse.ts';
import { UsageError } from './usage-error.ts';

/** Limits are for what peers send. */
const noLimits: MessageLimits = { line: Infinity, uri: Infinity, method: Infinity, fields: Infinity, token: Infinity };

export class WrittenMessage implements Sendable {
  readonly kind: 'request' | 'response';
  readonly head: string;
  readonly body: Uint8Array;
  readonly #topmostVia: string;

  /** @throws UsageError `ERR_SIP_INVALID_FIELD` when the start line can not be written */
  constructor(message: Sendable) {
    this.kind = message.kind;
    this.head = inOnePiece(formatHead(message));
    // A body may be a view of all that it came with.
    this.body = message.body.length === 0 ? noBody : message.body.slice();
    this.#topmostVia = inOnePiece(via.format(message.topmostVia));
  }

  get startLine(): string {
    return this.head.slice(0, this.head.indexOf('\r\n'));
  }

  /** Where a response goes (§18.2.2): a transport asks at each sending. */
  get topmostVia(): Via {
    return via.parse(new Scanner(this.#topmostVia)) as Via; // it was one when it was written
  }

  get fields(): readonly HeaderField[] {
    return this.read().fields;
  }

  get to(): To {
    return this.read().to;
  }

  /** The whole message again, with a text of its own. @throws UsageError `ERR_SIP_INVALID_FIELD` when nobody could read it */
  read(): SipMessage {
    const message = parseMessage(formatMessage(this), noLimits);
    if (message.kind === 'refused') throw new UsageError('ERR_SIP_INVALID_FIELD', message.fault.toString());
    return message;
  }
}
