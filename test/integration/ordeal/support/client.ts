import { type Answer, type RequestOptions, request } from './request.ts'
import { until } from './until.ts'

export interface JsonFrame {
  readonly source: string
  readonly at: number
  readonly metrics: Readonly<Record<string, number>>
}

/** A source as `/sources` shows it. */
export interface SourceShown {
  readonly source: string
  readonly frames: number
  readonly late: Readonly<Record<string, number>>
}

export interface SignalShown {
  readonly id: string
  readonly source: string
  readonly metric: string
  readonly phase: string
}

/** A client of a running installation that keeps count of what was acknowledged to it. */
export class Client {
  /** Every frame that was answered with 200, in the order of the answers. */
  readonly acknowledged: JsonFrame[] = []

  constructor(public url: string) {}

  get(path: string): Promise<Answer> {
    return request(`${this.url}${path}`)
  }

  post(body: string | Buffer, headers: RequestOptions['headers'] = {}): Promise<Answer> {
    return request(`${this.url}/telemetry`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...headers },
    })
  }

  /** Sends frames as NDJSON; what is answered with 200 goes into the account. */
  async send(frames: readonly JsonFrame[], headers: RequestOptions['headers'] = {}): Promise<Answer> {
    const body = frames.map((frame) => JSON.stringify(frame)).join('\n')
    const answer = await this.post(body, { 'content-type': 'application/x-ndjson', ...headers })
    if (answer.status === 200) this.acknowledged.push(...frames)
    return answer
  }

  /** Undefined when there is none, or when the database cannot be asked. */
  async source(name: string): Promise<SourceShown | undefined> {
    const { status, body } = await this.get(`/sources?source=${encodeURIComponent(name)}`)
    return status === 200 ? (body as { sources: SourceShown[] }).sources[0] : undefined
  }

  async signals(): Promise<readonly SignalShown[] | undefined> {
    const { status, body } = await this.get('/signals?limit=1000')
    return status === 200 ? (body as { signals: SignalShown[] }).signals : undefined
  }

  /** [at, value] of every sample of a series in the last day. */
  async points(source: string, metric: string, now = Date.now()): Promise<readonly (readonly [number, number])[] | undefined> {
    const range = `from=${now - DAY_MS + FURTHEST_AHEAD_MS}&to=${now + FURTHEST_AHEAD_MS}&points=5000`
    const { status, body } = await this.get(
      `/series?source=${encodeURIComponent(source)}&metric=${encodeURIComponent(metric)}&${range}`,
    )
    if (status !== 200) return undefined
    const { at, value } = body as { at: number[]; value: number[] }
    return at.map((time, index) => [time, value[index]] as const)
  }

  /** [at, value] of every sample of a series, as soon as there are so many. */
  samples(source: string, metric: string, count: number): Promise<readonly (readonly [number, number])[]> {
    return until(`${count} samples of ${metric} of ${source}`, async () => {
      const points = await this.points(source, metric)
      return points?.length === count ? points : undefined
    })
  }

  /** Until all frames of a source that were received are in the read models, and so many of them are late for these reasons. */
  async counted(source: string, late: Readonly<Record<string, number>> = {}): Promise<SourceShown> {
    const frames = this.acknowledged.filter((frame) => frame.source === source).length
    return until(`${frames} frames of ${source}, late ${JSON.stringify(late)}`, async () => {
      const shown = await this.source(source)
      const isThere = shown?.frames === frames && Object.entries(late).every(([reason, count]) => shown.late[reason] === count)
      return isThere ? shown : undefined
    })
  }
}

const DAY_MS = 24 * 3_600_000
const FURTHEST_AHEAD_MS = 5 * 60_000
