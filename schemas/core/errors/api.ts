import { errorEntries } from '../error-entry.ts'

export const apiErrors = errorEntries({
  HS_NOT_FOUND: {
    says: 'There is nothing at this address.',
    remedy: 'See /docs for what there is.',
    reaction: 'refuse',
    status: 404,
  },
  HS_REQUEST_INVALID: {
    says: 'The request is not valid.',
    remedy: 'Correct what the detail names; /docs shows what is allowed.',
    reaction: 'refuse',
    status: 400,
  },
  HS_METHOD_NOT_ALLOWED: {
    says: 'This address does not answer to this method.',
    remedy: 'Use one of the methods in the Allow header.',
    reaction: 'refuse',
    status: 405,
  },
  HS_HOST_FOREIGN: {
    says: 'The Host header names another machine, though this API serves only its own.',
    remedy: 'Call it as localhost, 127.0.0.1 or [::1].',
    reaction: 'refuse',
    status: 403,
  },
  HS_API_UNAUTHORIZED: {
    says: 'The request has no token, or a wrong one.',
    remedy:
      'Send the token of this installation as a bearer token, or as the password in a browser; for commands set HOMEOSTAT_API_TOKEN_FILE.',
    reaction: 'refuse',
    status: 401,
  },
  HS_ORIGIN_FOREIGN: {
    says: 'A web page of another origin may not call this API.',
    remedy: 'Open the page from the address of the API itself, or call it without a browser.',
    reaction: 'refuse',
    status: 403,
  },
  HS_CURSOR_INVALID: {
    says: 'The cursor is not one that this API gave out.',
    remedy: 'Begin without a cursor.',
    reaction: 'refuse',
    status: 400,
  },
  HS_TIME_INVALID: {
    says: 'The time cannot be read.',
    remedy: 'Give RFC 3339 (2026-01-31T12:00:00Z) or milliseconds since 1970.',
    reaction: 'refuse',
    status: 400,
  },
  HS_RANGE_TOO_LONG: {
    says: 'The range of time is empty or longer than one answer may cover.',
    remedy: 'Ask for a shorter range, or for several one after the other.',
    reaction: 'refuse',
    status: 422,
  },
  HS_STREAM_FULL: {
    says: 'As many clients as allowed follow the stream already.',
    remedy: 'Close one of them, or read /signals with a cursor.',
    reaction: 'refuse',
    status: 503,
  },
  HS_PORT_IN_USE: {
    says: 'Another program listens on this port.',
    remedy: 'Choose another with --port, or stop the other program.',
    reaction: 'stop-process',
  },
  HS_BIND_REFUSED: {
    says: 'Without authentication the API listens on loopback addresses only.',
    remedy: 'Name a file with a token in HOMEOSTAT_API_TOKEN_FILE, or listen on 127.0.0.1.',
    reaction: 'stop-process',
  },
})
