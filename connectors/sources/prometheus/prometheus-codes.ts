import type { WebCodes } from '../web/web-codes.ts'

export const prometheusCodes: WebCodes = {
  unreachable: 'HS_PROM_UNREACHABLE',
  tls: 'HS_PROM_TLS',
  timeout: 'HS_PROM_TIMEOUT',
  unauthorized: 'HS_PROM_UNAUTHORIZED',
  broken: 'HS_PROM_ANSWER_BROKEN',
  tooLarge: 'HS_PROM_ANSWER_TOO_LARGE',
}
