import type { ConnectionFlags } from '../../app/connection/connection-flags.ts'
import { connectionOf } from '../../app/connection/connection-of.ts'
import { type CommandFactory, command, jsonOption } from '../command.ts'
import { withConnection } from '../connection-options.ts'
import { type Bound, parseBound } from '../input/bound.ts'
import { wholeNumber } from '../input/whole-number.ts'
import { readInstallation } from '../instance/read-installation.ts'
import { untilInterrupted } from '../interrupt.ts'
import { readTopic } from '../tail/read-topic.ts'
import { summary } from '../tail/summary.ts'
import { toJson } from '../tail/to-json.ts'

interface Options extends ConnectionFlags {
  readonly json?: boolean
  readonly type?: string
  readonly key?: string
  readonly from?: Bound
  readonly to?: Bound
  readonly last: number
  readonly partition?: number
  readonly follow?: boolean
}

export const create: CommandFactory = ({ terminal }) =>
  withConnection(command('tail', 'print the records of a topic, decoded', 'tail insight.signals --from -1h --follow'))
    .argument('<topic>', 'name of the topic; `homeostat topics` lists them')
    .addOption(jsonOption())
    .option('--type <record>', 'only records of this type, such as Signal')
    .option('--key <key>', 'only records with this key; the tenant may be left out')
    .option('--from <bound>', 'first offset, or event time: 2026-01-31T12:00:00Z, milliseconds, -10m', (text) => parseBound(text))
    .option('--to <bound>', 'ends before this offset or event time', (text) => parseBound(text))
    .option('-n, --last <count>', 'without --from: so many of the newest', wholeNumber(0, 1_000_000), 10)
    .option('--partition <number>', 'only this partition; default: all, merged by event time', wholeNumber(0, 100_000))
    .option('-f, --follow', 'go on with what comes, until Ctrl-C')
    .action(async (topic: string, { json, follow, ...options }: Options) =>
      untilInterrupted((interrupted) =>
        readInstallation(connectionOf(options, terminal.env), async ({ log, codec }) => {
          const columns = terminal.interactive ? terminal.columns() : Number.POSITIVE_INFINITY
          const records = readTopic(log, codec, topic, { ...options, follow: follow ? interrupted : undefined })
          for await (const record of records) {
            if (interrupted.aborted) return
            terminal.out(json ? toJson(record) : summary(record, columns))
          }
        }),
      ),
    )
