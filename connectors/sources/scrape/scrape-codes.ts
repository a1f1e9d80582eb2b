import type { WebCodes } from '../web/web-codes.ts'

export const scrapeCodes: WebCodes = {
  unreachable: 'HS_SCRAPE_UNREACHABLE',
  tls: 'HS_SCRAPE_TLS',
  timeout: 'HS_SCRAPE_TIMEOUT',
  unauthorized: 'HS_SCRAPE_UNAUTHORIZED',
  broken: 'HS_SCRAPE_PAGE_BROKEN',
  tooLarge: 'HS_SCRAPE_PAGE_TOO_LARGE',
}
