/** How a request of ours can end without what we asked for: RFC 3261 §8.1.3. */
import type { SipResponse } from '../message/message.ts';

/** A final response other than 2xx. */
export class SipRejectedError extends Error {
  readonly status: number;
  readonly response: SipResponse;

  constructor(response: SipResponse) {
    super(`${String(response.status)} ${response.reason}`);
    this.name = 'SipRejectedError';
    this.status = response.status;
    this.response = response;
  }
}

/** No final response in time; to be treated as a 408 (§8.1.3.1). */
export class SipTimeoutError extends Error {
  readonly status = 408;

  constructor(message = 'no final response in time') {
    super(message);
    this.name = 'SipTimeoutError';
  }
}

/** The request could not be sent; to be treated as a 503 (§8.1.3.1). */
export class SipTransportError extends Error {
  readonly status = 503;

  constructor(cause: Error) {
    super(`the request could not be sent: ${cause.message}`, { cause });
    this.name = 'SipTransportError';
  }
}

/** The call was given up before it was up: by our cancelling, or by the caller's. */
export class SipCancelledError extends Error {
  /** The final response, when one came or was sent. */
  readonly response: SipResponse | undefined;

  constructor(message: string, response: SipResponse | undefined) {
    super(message);
    this.name = 'SipCancelledError';
    this.response = response;
  }
}
