import * as http from 'node:http'
import * as https from 'node:https'
import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import { aheadOf } from '../web/clock.ts'
import { bodyOf } from '../web/read-body.ts'
import { retryAfterMs } from '../web/retry-after.ts'
import type { WebServer } from '../web/server.ts'
import { transportError } from '../web/transport-error.ts'
import { scrapeCodes } from './scrape-codes.ts'

/** What is known of a page before its first line. */
export interface PageHead {
  /** `# EOF` must be its last line. */
  readonly openMetrics: boolean
  /** How far the clock of the target is ahead of this one, milliseconds; undefined when it does not tell. */
  readonly aheadMs: number | undefined
}

export interface Page {
  readonly head: PageHead
  /** The text, piece by piece; throws what keeps it from being read to the end. */
  readonly text: AsyncIterable<string>
}

export interface ScrapeClient {
  /**
   * Asks for the page.
   *
   * @param signal  ends the waiting, also in the middle of the text; aborted it becomes HS_SCRAPE_TIMEOUT
   * @throws HS_SCRAPE_UNREACHABLE, HS_SCRAPE_TLS, HS_SCRAPE_TIMEOUT, HS_SCRAPE_UNAUTHORIZED, HS_SCRAPE_BUSY (with retryAfterMs where the
   *         target says it), HS_SCRAPE_FAILED, HS_SCRAPE_FOREIGN, HS_FILE_UNREADABLE; while it is read HS_SCRAPE_PAGE_BROKEN and
   *         HS_SCRAPE_PAGE_TOO_LARGE
   */
  page(signal: AbortSignal): Promise<Page>
  /** Ends the connections that are kept open. */
  close(): void
}

/** Follows no redirection: a token stays where it belongs. */
export function scrapeClient(server: WebServer, maxBytes: number): ScrapeClient {
  const secure = server.url.startsWith('https:')
  const agent = secure ? new https.Agent({ keepAlive: true, ca: server.ca }) : new http.Agent({ keepAlive: true })
  const request = secure ? https.request : http.request

  async function* textOf(response: http.IncomingMessage, signal: AbortSignal): AsyncGenerator<string, void> {
    const decoder = new TextDecoder()
    try {
      for await (const bytes of bodyOf(response, maxBytes, scrapeCodes)) yield decoder.decode(bytes, { stream: true })
    } catch (error) {
      throw error instanceof HomeostatError && !signal.aborted ? error : transportError(error, server.url, signal, scrapeCodes)
    }
    yield decoder.decode()
  }

  return {
    async page(signal) {
      const headers: http.OutgoingHttpHeaders = { accept: ACCEPTED, 'accept-encoding': 'gzip' }
      const authorization = server.authorization()
      if (authorization !== undefined) headers.authorization = authorization
      const sentAt = Date.now()
      const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
        const sent = request(server.url, { headers, agent, signal }, resolve)
        sent.once('error', reject)
        sent.end()
      }).catch((error) => {
        throw transportError(error, server.url, signal, scrapeCodes)
      })
      const arrivedAt = Date.now()
      try {
        refuseOther(response, arrivedAt)
      } catch (error) {
        response.destroy()
        throw error
      }
      const openMetrics = response.headers['content-type']?.startsWith('application/openmetrics-text') ?? false
      const aheadMs = aheadOf(response.headers.date, (sentAt + arrivedAt) / 2)
      return { head: { openMetrics, aheadMs }, text: textOf(response, signal) }
    },
    close: () => agent.destroy(),
  }
}

const ACCEPTED = 'text/plain;version=0.0.4, application/openmetrics-text;version=1.0.0;q=0.8, */*;q=0.1'

function refuseOther({ statusCode: status = 0, headers }: http.IncomingMessage, now: number): void {
  const says = (
    code: 'HS_SCRAPE_UNAUTHORIZED' | 'HS_SCRAPE_BUSY' | 'HS_SCRAPE_FAILED' | 'HS_SCRAPE_FOREIGN',
    waitMs?: number,
  ) => {
    const wait = waitMs === undefined ? '' : ` It wants to be asked again in ${Math.ceil(waitMs / 1000)} s.`
    return new HomeostatError(code, { message: `The target answered ${status}.${wait}`, value: status, retryAfterMs: waitMs })
  }
  if (status === 401 || status === 403) throw says('HS_SCRAPE_UNAUTHORIZED')
  if (status === 429 || status === 503) throw says('HS_SCRAPE_BUSY', retryAfterMs(headers['retry-after'], now))
  if (status >= 500) throw says('HS_SCRAPE_FAILED')
  if (status < 200 || status >= 300) throw says('HS_SCRAPE_FOREIGN')
  const type = headers['content-type'] ?? ''
  if (/html|json|xml/i.test(type))
    throw new HomeostatError('HS_SCRAPE_FOREIGN', {
      message: `The target answers ${JSON.stringify(type.slice(0, 80))}.`,
      value: status,
    })
}
