import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type PrometheusClient, prometheusClient } from '../../../../../connectors/sources/prometheus/client.ts'
import type { WebServer } from '../../../../../connectors/sources/web/server.ts'

export type Answering = (request: IncomingMessage, response: ServerResponse, form: URLSearchParams) => void

export interface StandIn {
  readonly url: string
  readonly client: PrometheusClient
  /** Requests so far, `METHOD path?form`. */
  readonly asked: string[]
  /** What it answers from now on. */
  answer(next: Answering): void
  close(): Promise<void>
}

/**
 * Stands in for a server that is broken in a certain way, which a real Prometheus cannot be told to be. What a sound one answers is tested
 * with the real thing, in test/prometheus.
 */
export async function standIn(first: Answering, more: Partial<WebServer> = {}): Promise<StandIn> {
  let answering = first
  const asked: string[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const url = new URL(request.url ?? '', 'http://localhost')
    asked.push(`${request.method} ${url.pathname}?${url.searchParams}${body}`)
    answering(request, response, new URLSearchParams(`${url.searchParams}${body}`))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}`
  const client = prometheusClient({ url, authorization: () => undefined, ...more })
  return {
    url,
    client,
    asked,
    answer: (next) => {
      answering = next
    },
    async close() {
      client.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** An answer as Prometheus gives it; series as `[labels, value]`. */
export function vector(...series: readonly (readonly [labels: Record<string, string>, value: string])[]): Answering {
  return (_, response) => {
    response.setHeader('content-type', 'application/json')
    const result = series.map(([metric, value]) => ({ metric, value: [0, value] }))
    response.end(JSON.stringify({ status: 'success', data: { resultType: 'vector', result } }))
  }
}

/** Anything else. */
export function reply(status: number, body: string, headers: Record<string, string> = {}): Answering {
  return (_, response) => {
    response.writeHead(status, headers).end(body)
  }
}
