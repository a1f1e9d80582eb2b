import { relative, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { HomeostatError } from '../../schemas/core/homeostat-error.ts'
import { describeError } from '../cli/describe-error.ts'
import { exitCodeOf } from '../cli/exit-codes.ts'
import { alone } from './alone.ts'
import { LOCAL_FOLDER, startLocal, stopLocal, wipeLocal } from './local.ts'

const USAGE = `usage: npm run kafka -- [--brokers 1|3] [--port 9092] [--registry-port 8081] [--folder ${LOCAL_FOLDER}] [--wipe]
       npm run kafka:stop -- [--folder ${LOCAL_FOLDER}] [--wipe]`

/** Starts or stops a Kafka and a schema registry of this machine, in the background. */
async function main(args: readonly string[]): Promise<void> {
  const { folder, brokers, port, registryPort, wipe, stop } = readArguments(args)
  const waiting = (pid: number) => console.error(`Process ${pid} is starting or stopping it; waiting.`)
  await alone(`${folder}.lock`, waiting, async () => {
    const stopped = wipe ? await wipeLocal(folder) : stop ? await stopLocal(folder) : []
    for (const what of stopped) console.log(`Stopped ${what}.`)
    if (stop && stopped.length === 0) console.log('Nothing was running.')
    if (wipe) console.log(`Deleted ${folder}.`)
    if (stop) return
    const local = await startLocal({ folder, nodes: brokers, port, registryPort, say: (line) => console.error(line) })
    const addresses = local.brokers.join(',')
    console.log(`Kafka ${local.version}      ${addresses}
Registry         ${local.registry}
Data and logs    ${nameOf(folder)}

Next:  bin/homeostat.mjs up --kafka ${addresses} --registry ${local.registry}
Stop:  npm run kafka:stop${folder === resolve(LOCAL_FOLDER) ? '' : ` -- --folder ${nameOf(folder)}`}`)
  })
}

/** As short as it can be said from here. */
function nameOf(folder: string): string {
  const name = relative(process.cwd(), folder)
  return name.startsWith('..') ? folder : name
}

interface Arguments {
  readonly folder: string
  readonly brokers: 1 | 3
  readonly port: number
  readonly registryPort: number
  readonly wipe: boolean
  readonly stop: boolean
}

function readArguments(args: readonly string[]): Arguments {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        folder: { type: 'string', default: LOCAL_FOLDER },
        brokers: { type: 'string', default: '1' },
        port: { type: 'string', default: '9092' },
        'registry-port': { type: 'string', default: '8081' },
        wipe: { type: 'boolean', default: false },
        stop: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    })
    if (values.help) {
      console.log(USAGE)
      process.exit(0)
    }
    return {
      folder: resolve(values.folder),
      brokers: oneOrThree(values.brokers),
      port: portNumber('--port', values.port),
      registryPort: portNumber('--registry-port', values['registry-port']),
      wipe: values.wipe,
      stop: values.stop,
    }
  } catch (error) {
    throw new HomeostatError('HS_USAGE', { message: `${error instanceof Error ? error.message : error}\n${USAGE}` })
  }
}

function oneOrThree(text: string): 1 | 3 {
  if (text === '1') return 1
  if (text === '3') return 3
  throw new Error(`--brokers must be 1 or 3, not "${text}".`)
}

function portNumber(option: string, text: string): number {
  const port = Number(text)
  if (!Number.isInteger(port) || port < 1 || port > 65_525) throw new Error(`${option} must be from 1 to 65525, not "${text}".`)
  return port
}

try {
  await main(process.argv.slice(2))
} catch (error) {
  console.error(describeError(error, process.env.HOMEOSTAT_DEBUG === '1'))
  process.exitCode = exitCodeOf(error)
}
