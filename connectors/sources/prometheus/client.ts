import * as http from 'node:http'
import * as https from 'node:https'
import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import { readBody } from '../web/read-body.ts'
import type { WebServer } from '../web/server.ts'
import { transportError } from '../web/transport-error.ts'
import { type Answer, answerOf } from './answer.ts'
import { prometheusCodes } from './prometheus-codes.ts'

export interface PrometheusClient {
  /**
   * Asks one address of the API.
   *
   * @param path    below the URL of the server, such as `/api/v1/query`
   * @param signal  ends the waiting; aborted with a time-out it becomes HS_PROM_TIMEOUT
   * @throws HS_PROM_UNREACHABLE, HS_PROM_TLS, HS_PROM_TIMEOUT, HS_PROM_UNAUTHORIZED, HS_PROM_BUSY (with retryAfterMs where the server says
   *         it), HS_PROM_FAILED, HS_PROM_FOREIGN, HS_PROM_ANSWER_BROKEN, HS_PROM_ANSWER_TOO_LARGE, HS_PROM_QUERY_REFUSED,
   *         HS_FILE_UNREADABLE
   */
  ask(path: string, parameters: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Answer>
  /** Ends the connections that are kept open. */
  close(): void
}

/** Node's own HTTP, because its `fetch` cannot be told which certificates to trust. Follows no redirection: a token stays where it belongs. */
export function prometheusClient(server: WebServer): PrometheusClient {
  const secure = server.url.startsWith('https:')
  const agent = secure ? new https.Agent({ keepAlive: true, ca: server.ca }) : new http.Agent({ keepAlive: true })
  const request = secure ? https.request : http.request

  return {
    async ask(path, parameters, signal) {
      const authorization = server.authorization()
      const form = new URLSearchParams(parameters).toString()
      const post = form.length > LONGEST_URL
      const headers: http.OutgoingHttpHeaders = { accept: 'application/json', 'accept-encoding': 'gzip' }
      if (authorization !== undefined) headers.authorization = authorization
      if (server.tenant !== undefined) headers['x-scope-orgid'] = server.tenant
      if (post) headers['content-type'] = 'application/x-www-form-urlencoded'
      const url = `${server.url}${path}${post || form === '' ? '' : `?${form}`}`
      try {
        const sentAt = Date.now()
        const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
          const sent = request(url, { method: post ? 'POST' : 'GET', headers, agent, signal }, resolve)
          sent.once('error', reject)
          sent.end(post ? form : undefined)
        })
        const arrivedAt = Date.now()
        const text = await readBody(response, LARGEST_ANSWER_BYTES, prometheusCodes)
        return answerOf(response, text, (sentAt + arrivedAt) / 2, Date.now())
      } catch (error) {
        // An answer that is broken off because nobody waits for it any longer is late, not broken.
        throw error instanceof HomeostatError && !signal.aborted
          ? error
          : transportError(error, server.url, signal, prometheusCodes)
      }
    },
    close: () => agent.destroy(),
  }
}

/** What proxies take of a URL; longer ones are sent as a form, which every Prometheus since 2.1 takes. */
const LONGEST_URL = 2_000

/** Some 300,000 series; a query that gives more is a mistake. */
const LARGEST_ANSWER_BYTES = 64_000_000
