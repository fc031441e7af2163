/** How much of a message is accepted; lengths in bytes. */
export interface MessageLimits {
  /** The start line, and each header field with its folding. */
  readonly line: number;
  readonly uri: number;
  readonly method: number;
  /** How many header fields. */
  readonly fields: number;
  /** A tag, the top branch, the Call-ID. */
  readonly token: number;
}

/** The limits unless the application sets others. */
export const defaultMessageLimits: MessageLimits = { line: 8192, uri: 2048, method: 64, fields: 256, token: 512 };
