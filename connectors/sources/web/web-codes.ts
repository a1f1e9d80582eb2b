import type { ErrorCode } from '../../../schemas/core/error-catalogue.ts'

/** How one kind of server has its troubles called: what goes wrong is the same everywhere, what to do about it is not. */
export interface WebCodes {
  readonly unreachable: ErrorCode
  readonly tls: ErrorCode
  readonly timeout: ErrorCode
  readonly unauthorized: ErrorCode
  /** The answer ends in the middle. */
  readonly broken: ErrorCode
  readonly tooLarge: ErrorCode
}
