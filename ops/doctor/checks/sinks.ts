import { influxWriter } from '../../../connectors/sinks/influx/influx-writer.ts'
import { errorCatalogue } from '../../../schemas/core/error-catalogue.ts'
import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import { readSinkPlans } from '../../config/read-sink-plans.ts'
import { type Check, failed, ok } from '../check.ts'

/** Whether the servers that signals and frames go to take them from us. */
export const sinks: Check = {
  name: 'sinks',
  async run({ data, env }) {
    try {
      const plans = await readSinkPlans(data, env)
      if (plans.length === 0) return ok('not used: no sinks.yaml names a server')
      for (const plan of plans) await influxWriter({ ...plan, timeoutMs: Math.min(plan.timeoutMs, PATIENCE_MS) }).write([COMMENT])
      return ok(`${plans.map(({ name }) => name).join(', ')}: can be written to`)
    } catch (error) {
      if (error instanceof HomeostatError) return failed(`${error.message} [${error.code}]`, errorCatalogue[error.code].remedy)
      throw error
    }
  },
}

/** Line protocol that is no point: it is read, and nothing is written. */
const COMMENT = '# is anybody there'
const PATIENCE_MS = 3_000
