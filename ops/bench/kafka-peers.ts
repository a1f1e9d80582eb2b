import { HomeostatError } from '../../schemas/core/homeostat-error.ts'
import { costOf, PEER_HEAD, peerRow } from './peers/peer-rows.ts'
import { prepareTopic } from './peers/prepare-topic.ts'
import { programsOf } from './peers/programs.ts'
import { type ProgramRun, runProgram } from './peers/run-program.ts'
import { benchmark } from './support/benchmark.ts'

// `homeostat bench kafka-peers -- --peers DIR --kafka HOST:PORT`: the same anomalies out of the same topic, found by Homeostat and by
// the programs that others would write; each a process of its own, one after the other, several rounds.

const METRICS = 50

const defaults = { peers: '', kafka: '', frames: 100_000, rounds: 3, 'broker-pid': '', quix: '', faust: '', only: '' }

await benchmark(defaults, async ({ rounds, only, 'broker-pid': broker, ...places }, say) => {
  for (const name of ['peers', 'kafka'] as const) {
    if (places[name] === '') throw new HomeostatError('HS_USAGE', { message: `--${name} is missing.`, value: '' })
  }
  const brokerPid = broker === '' ? undefined : Number(broker)
  const programs = programsOf(places).filter(({ name }) => only.split(',').some((part) => name.includes(part)))
  await prepareTopic(places, say)
  const runs = new Map<string, ProgramRun[]>(programs.map(({ name }) => [name, []]))
  for (let round = 1; round <= rounds; round++) {
    for (const program of programs) {
      const run = await runProgram(program, brokerPid)
      runs.get(program.name)?.push(run)
      say(
        `round ${round}, ${program.name}: ${costOf(run, METRICS).toFixed(3)} µs a sample, ${run.framesPerS} frames/s, ${run.anomalies} anomalies`,
      )
    }
  }
  const [[ours, own], ...peers] = runs
  const costs = own.map((run) => costOf(run, METRICS))
  const best = own.map((_, round) => Math.min(...peers.map(([, theirs]) => costOf(theirs[round], METRICS))))
  const versus =
    peers.length === 0
      ? []
      : [{ what: 'the cheapest peer, as a multiple of it', rounds: best.map((cost, round) => cost / costs[round]), unit: '×' }]
  return {
    load: `${places.frames} frames of ${METRICS} metrics from 200 sources in two partitions of one broker; a commit every 100 ms, exactly once where not said otherwise`,
    table: { head: PEER_HEAD, rows: [...runs].map(([name, measured]) => peerRow(name, measured, METRICS)) },
    figures: [{ what: `${ours}: CPU a sample`, rounds: costs, unit: 'µs', bar: { atMost: 0.2 } }, ...versus],
  }
})
