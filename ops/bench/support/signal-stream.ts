import { get } from 'node:http'

/** A client of GET /signals/stream. */
export interface SignalStream {
  /** Resolves with the time (performance.now) at which the first signal of a source came in. */
  firstOf(source: string): Promise<number>
  close(): void
}

export function openSignalStream(url: string): Promise<SignalStream> {
  const waiting = new Map<string, (at: number) => void>()
  return new Promise((resolve, reject) => {
    const request = get(`${url}/signals/stream`, (response) => {
      let rest = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        const at = performance.now()
        const lines = (rest + chunk).split('\n')
        rest = lines.pop() ?? ''
        for (const line of lines) {
          if (!line.startsWith('data: ')) continue
          const { source } = JSON.parse(line.slice('data: '.length)) as { source: string } // a signal as the API shows it
          waiting.get(source)?.(at)
          waiting.delete(source)
        }
      })
      resolve({
        firstOf: (source) => new Promise((seen) => waiting.set(source, seen)),
        close: () => request.destroy(),
      })
    })
    request.on('error', reject)
  })
}
