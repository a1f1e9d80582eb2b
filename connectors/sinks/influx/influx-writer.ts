import { HttpError, InfluxDB } from '@influxdata/influxdb-client'
import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import type { InfluxPlan } from './influx-plan.ts'

export interface InfluxWriter {
  /**
   * Resolves when the server has acknowledged every line.
   * @throws HS_INFLUX_UNREACHABLE, HS_INFLUX_UNAUTHORIZED, HS_INFLUX_FOREIGN, HS_INFLUX_REFUSED when it does not want these lines,
   *         HS_FILE_UNREADABLE; it is unknown then which lines were written
   */
  write(lines: readonly string[]): Promise<void>
}

/**
 * Through the client of InfluxDB, with its queues and repetitions switched off: they would say that lines are written before they are. What
 * counts is what the client reports as acknowledged, because its `close` hides failures.
 */
export function influxWriter(plan: InfluxPlan): InfluxWriter {
  return {
    async write(lines) {
      let acknowledged = 0
      let failure: unknown
      const token = plan.token()
      const influx = new InfluxDB({ url: plan.url, timeout: plan.timeoutMs, ...(token !== '' && { token }) })
      const api = influx.getWriteApi(plan.org || '-', plan.bucket || '-', 'ms', {
        batchSize: lines.length + 1,
        maxBatchBytes: Number.MAX_SAFE_INTEGER,
        flushInterval: 0,
        maxRetries: 0,
        writeSuccess: (written) => {
          acknowledged += written.length
        },
        writeFailed: async (error) => {
          failure = error
        },
      })
      try {
        api.writeRecords([...lines])
        await api.flush()
      } catch (error) {
        failure = error
      } finally {
        api.dispose()
      }
      if (failure !== undefined) throw named(failure, plan)
      if (acknowledged !== lines.length) {
        const message = `${plan.url} has acknowledged ${acknowledged} of ${lines.length} lines.`
        throw new HomeostatError('HS_INFLUX_UNREACHABLE', { message, value: acknowledged, limit: lines.length })
      }
    },
  }
}

function named(error: unknown, { url }: InfluxPlan): HomeostatError {
  const why = error instanceof Error ? error.message.slice(0, 200) : String(error)
  const status = error instanceof HttpError ? error.statusCode : 0
  const as = (code: 'HS_INFLUX_UNREACHABLE' | 'HS_INFLUX_UNAUTHORIZED' | 'HS_INFLUX_FOREIGN' | 'HS_INFLUX_REFUSED') =>
    new HomeostatError(code, {
      message: `${url}: ${status || ''} ${why}.`.replace(/ +/g, ' '),
      value: status || why,
      cause: error,
    })
  if (status === 401 || status === 403) return as('HS_INFLUX_UNAUTHORIZED')
  if (status === 400 || status === 413 || status === 422) return as('HS_INFLUX_REFUSED')
  return as(status >= 300 && status < 500 && status !== 429 ? 'HS_INFLUX_FOREIGN' : 'HS_INFLUX_UNREACHABLE')
}
