import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { HomeostatError } from '../../schemas/core/homeostat-error.ts'
import { describeError } from '../cli/describe-error.ts'
import { exitCodeOf } from '../cli/exit-codes.ts'
import { type KafkaTool, kafkaTool, kafkaTools } from './tools.ts'

/** Runs a command line tool of Kafka with the arguments that follow its name; ends as it ends. */
async function main([name = '', ...args]: readonly string[]): Promise<number> {
  if (!isTool(name)) {
    const message = `usage: npm run kafka:tool -- TOOL [ARGUMENTS]; TOOL is one of ${kafkaTools.join(', ')}.`
    throw new HomeostatError('HS_USAGE', { value: name, message })
  }
  const [program = '', ...before] = await kafkaTool(name)
  const tool = spawn(program, [...before, ...args], { stdio: 'inherit' })
  const [code] = await once(tool, 'close')
  return code ?? 1
}

function isTool(name: string): name is KafkaTool {
  return kafkaTools.some((tool) => tool === name)
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  console.error(describeError(error, process.env.HOMEOSTAT_DEBUG === '1'))
  process.exitCode = exitCodeOf(error)
}
