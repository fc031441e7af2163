/** What is wrong with a call into this library. Thrown, before anything happened. */
export type UsageErrorCode =
  | 'ERR_SIP_INVALID_URI'
  | 'ERR_SIP_INVALID_FIELD'
  | 'ERR_SIP_INVALID_STATUS'
  | 'ERR_SIP_INVALID_STATE'
  | 'ERR_SIP_INVALID_OPTION'
  | 'ERR_SIP_INVALID_SDP'
  | 'ERR_SIP_NO_TRANSPORT'
  | 'ERR_SIP_NOT_REPLAYABLE'
  | 'ERR_SIP_INVALID_TRACE'
  | 'ERR_SIP_UNSUPPORTED_CHART';

/** The caller's mistake, with a stable code. Nothing was sent or changed. */
export class UsageError extends TypeError {
  readonly code: UsageErrorCode;

  constructor(code: UsageErrorCode, message: string) {
    super(message);
    this.name = 'UsageError';
    this.code = code;
  }
}
