import { costOf, PEER_HEAD, peerRow } from './peers/peer-rows.ts'
import { prepareTopic } from './peers/prepare-topic.ts'
import { OURS, programsOf } from './peers/programs.ts'
import { requireKafka, requireOption } from './peers/require-option.ts'
import { type ProgramRun, runProgram } from './peers/run-program.ts'
import { benchmark } from './support/benchmark.ts'
import type { Figure } from './support/figure.ts'

// `homeostat bench kafka-peers -- --peers DIR --kafka HOST:PORT`: the same anomalies out of the same topic, found by Homeostat and by
// the programs that others would write; each a process of its own, one after the other, several rounds. `--only homeostat,streams-tuned`
// takes some of them; --quix and --faust name a Python that has these packages, --broker-pid the process of the broker.

const METRICS = 50

const defaults = { peers: '', kafka: '', frames: 1_000_000, rounds: 3, 'broker-pid': '', quix: '', faust: '', only: '' }

await benchmark(defaults, async ({ rounds, only, 'broker-pid': broker, ...places }, say) => {
  requireKafka(places)
  requireOption('peers', places.peers, 'the folder of the programs to compare with')
  const programs = programsOf(places).filter(({ id }) => only === '' || only.split(',').includes(id))
  await prepareTopic(places, say)
  const runs = programs.map((): ProgramRun[] => [])
  for (let round = 1; round <= rounds; round++) {
    for (const [index, program] of programs.entries()) {
      const run = await runProgram(program, broker === '' ? undefined : Number(broker))
      runs[index].push(run)
      const cost = costOf(run, METRICS).toFixed(3)
      say(`round ${round}, ${program.name}: ${cost} µs a sample, ${run.framesPerS} frames/s, ${run.anomalies} anomalies`)
    }
  }
  return {
    load: `${places.frames} frames of ${METRICS} metrics from 200 sources in two partitions of one broker; a commit every 100 ms, exactly once where not said otherwise`,
    table: { head: PEER_HEAD, rows: programs.map(({ name }, index) => peerRow(name, runs[index], METRICS)) },
    figures: programs.some(({ id }) => id === OURS)
      ? figuresOf(
          programs.map(({ id }) => id),
          runs,
        )
      : [],
  }
})

/** Ours against its bar, and against the cheapest of the others in each round. */
function figuresOf(ids: readonly string[], runs: readonly (readonly ProgramRun[])[]): Figure[] {
  const costs = runs.map((each) => each.map((run) => costOf(run, METRICS)))
  const ours = costs[ids.indexOf(OURS)]
  const peers = costs.filter((_, index) => ids[index] !== OURS)
  const own: Figure = { what: 'Homeostat: CPU a sample, first record to last', rounds: ours, unit: 'µs', bar: { atMost: 0.2 } }
  if (peers.length === 0) return [own]
  const rounds = ours.map((cost, round) => Math.min(...peers.map((each) => each[round])) / cost)
  return [own, { what: 'the cheapest peer, as a multiple of it', rounds, unit: '×', bar: { atLeast: 5 } }]
}
