import { hostSource } from '../../../connectors/sources/host/host-source.ts'
import { tapeRecorder } from '../../../connectors/sources/record-tape.ts'
import { systemClock } from '../../../streams/runtime/ports/clock.ts'
import { type CommandFactory, command } from '../command.ts'
import { howMany } from '../format/how-many.ts'
import { parseDuration } from '../input/duration.ts'
import { untilInterrupted } from '../interrupt.ts'

export const create: CommandFactory = ({ terminal }) =>
  command('record', 'record this machine to a tape, to be played again', 'record two-hours.ndjson.gz --for 2h')
    .argument('<file>', 'where the tape is written; a name that ends in .gz is compressed')
    .option('--for <time>', 'ends by itself after so long; such as 2h', parseDuration)
    .action(async (file: string, { for: forMs = Number.POSITIVE_INFINITY }: { for?: number }) => {
      const tape = await tapeRecorder(file)
      const until = Date.now() + forMs
      let frames = 0
      const source = hostSource({ onTrouble: (error) => terminal.err(error instanceof Error ? error.message : String(error)) })
      await untilInterrupted(
        async (interrupted) => {
          await source.start({
            publish(batch) {
              frames += batch.length
              return tape.publish(batch)
            },
          })
          while (!interrupted.aborted && Date.now() < until) {
            await systemClock.sleep(Math.min(REPORT_EVERY_MS, until - Date.now()), interrupted)
            terminal.err(`${howMany(frames, 'frame')} in ${file}`)
          }
          await source.stop()
          await tape.close()
        },
        () => terminal.err('stopping…'),
      )
    })

const REPORT_EVERY_MS = 10_000
