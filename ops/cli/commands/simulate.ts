import { Option } from 'commander'
import { runSimulation, type SimulationReport } from '../../simulate/run-simulation.ts'
import { simulateSeeds } from '../../simulate/simulate-seeds.ts'
import { type CommandFactory, command, jsonOption } from '../command.ts'
import { exitCodes } from '../exit-codes.ts'
import { formatCount } from '../format/count.ts'
import { formatDuration } from '../format/duration.ts'
import { howMany } from '../format/how-many.ts'
import { parseDuration } from '../input/duration.ts'
import { wholeNumber } from '../input/whole-number.ts'
import { untilInterrupted } from '../interrupt.ts'

interface Options {
  readonly seed?: number
  readonly for: number
  readonly first: number
  readonly json?: boolean
}

export const create: CommandFactory = ({ terminal, outcome }) =>
  command('simulate', 'run the engine through seeded faults', 'simulate --for 60s')
    .addOption(jsonOption())
    .addOption(
      new Option('--seed <number>', 'one seed; the same seed gives the same history')
        .argParser(anySeed)
        .conflicts(['for', 'first']),
    )
    .addOption(new Option('--for <time>', 'as many seeds as fit').argParser(parseDuration).default(60_000, '60s'))
    .addOption(new Option('--first <number>', 'the seed to begin with').argParser(anySeed).default(1))
    .addHelpText('after', '\nEnds with 1 when a history goes wrong, and prints its seed and its last events.')
    .action(async ({ seed, for: forMs, first, json }: Options) => {
      if (seed !== undefined) {
        const report = await runSimulation(seed)
        terminal.out(json ? JSON.stringify(report) : describe(report))
        if (report.problem !== undefined) outcome.code = exitCodes.failed
        return
      }
      const done = await untilInterrupted(async (interrupted) => {
        let shownAt = 0
        return simulateSeeds({
          first,
          seconds: forMs / 1000,
          now: () => (interrupted.aborted ? Number.POSITIVE_INFINITY : performance.now()),
          progress(report) {
            if (!terminal.interactive || Date.now() - shownAt < 200) return
            shownAt = Date.now()
            terminal.draw(`\rseed ${report.seed}, ${howMany(report.events, 'event')}\x1b[K`)
          },
        })
      })
      if (terminal.interactive) terminal.draw('\r\x1b[K')
      const { failed, seeds, events, outputs, verified, switches, entries } = done
      const counts = `${howMany(seeds, 'seed')} from ${first} on: ${howMany(events, 'event')}, ${howMany(outputs, 'output')} compared, ${formatCount(verified)} verified, ${formatCount(switches)} switches of read models, ${formatCount(entries)} audit entries`
      terminal.out(
        json
          ? JSON.stringify({ first, ...done })
          : failed
            ? `${counts}.\n${describe(failed)}`
            : `${counts}; all as in undisturbed runs.`,
      )
      if (failed) outcome.code = exitCodes.failed
    })

const anySeed = wholeNumber(0, 2 ** 32 - 1)

function describe({ seed, problem, events, hash, tail, virtualMs }: SimulationReport): string {
  const what = `seed ${seed}: ${howMany(events, 'event')} in ${formatDuration(virtualMs)} of virtual time, trace ${hash}`
  if (problem === undefined) return `${what}; all as in an undisturbed run.`
  return [
    `${what}.`,
    'The last events:',
    ...tail.map((event) => `  ${event}`),
    `Wrong: ${problem}`,
    `Again: homeostat simulate --seed ${seed}`,
  ].join('\n')
}
