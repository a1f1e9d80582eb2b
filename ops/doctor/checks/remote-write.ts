import { errorCatalogue } from '../../../schemas/core/error-catalogue.ts'
import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import { findRunning } from '../../cli/run-file.ts'
import { readSourcePlans } from '../../config/read-source-plans.ts'
import { type Check, failed, ok } from '../check.ts'

/** Whether a Prometheus can write to what runs here, and with which token. */
export const remoteWrite: Check = {
  name: 'remote write',
  async run({ data, env, prometheus }) {
    try {
      const { remoteWrite: plan } = await readSourcePlans(prometheus, data, env)
      const token = plan.token?.()
      const wants = token === undefined ? 'no token is asked for' : 'the token of sources.yaml is asked for'
      const running = findRunning(data)
      if (running === undefined || running.url === '') return ok(`${wants}; nothing runs that could be tried`)
      const answer = await fetch(new URL('/api/v1/write', running.url), {
        method: 'POST',
        headers: { 'content-type': 'application/x-protobuf', ...(token !== undefined && { authorization: `Bearer ${token}` }) },
        body: NOTHING,
        signal: AbortSignal.timeout(PATIENCE_MS),
      }).catch(() => undefined)
      if (answer?.status === 204) return ok(`${running.url}/api/v1/write takes what is sent; ${wants}`)
      const why = answer === undefined ? 'does not answer' : `answers ${answer.status}`
      const remedy =
        answer?.status === 404
          ? 'It runs with a tape or without the roles that take telemetry; start one that does.'
          : answer?.status === 401
            ? 'It asks for another token than the file or variable holds now; start it again, and give senders that token.'
            : 'Look at its output and at /healthz; Prometheus keeps what it could not send and sends it again.'
      return failed(`${running.url}/api/v1/write ${why}; ${wants}`, remedy)
    } catch (error) {
      if (error instanceof HomeostatError) return failed(`${error.message} [${error.code}]`, errorCatalogue[error.code].remedy)
      throw error
    }
  },
}

/** A request without series, in Snappy. */
const NOTHING = Buffer.from([0])
const PATIENCE_MS = 3_000
