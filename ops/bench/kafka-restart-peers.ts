import { oursRestart } from './peers/ours-restart.ts'
import { prepareTopic } from './peers/prepare-topic.ts'
import { programsOf } from './peers/programs.ts'
import { requireKafka, requireOption } from './peers/require-option.ts'
import { streamsRestart } from './peers/streams-restart.ts'
import { benchmark } from './support/benchmark.ts'

// `homeostat bench kafka-restart-peers -- --peers DIR --kafka HOST:PORT`: Homeostat and Kafka Streams, each killed with -9 in the middle
// of the same topic and started again: at once, and when the broker has given the dead one up. What remains then is joining and restore.

/** The default of Kafka Streams, which the programs leave as it is. */
const STREAMS_SESSION = '45 s'

const defaults = { peers: '', kafka: '', frames: 1_000_000, session: 10_000, only: 'streams-source,streams-metric' }

await benchmark(defaults, async ({ session, only, ...given }, say) => {
  requireKafka(given)
  requireOption('peers', given.peers, 'the folder of the programs to compare with')
  const places = { ...given, quix: '', faust: '' }
  await prepareTopic(places, say)
  const ours = await oursRestart(places.kafka, places.frames, session)
  const rows = [rowOf('Homeostat', `${session / 1e3} s`, ours.atOnceMs, ours.afterMs)]
  for (const program of programsOf(places).filter(({ id }) => only.split(',').includes(id))) {
    const { atOnceMs, afterMs } = await streamsRestart(program, places.kafka, places.frames)
    rows.push(rowOf(program.name, STREAMS_SESSION, atOnceMs, afterMs))
    say(rows[rows.length - 1].join('  '))
  }
  return {
    load: `kill -9 in the middle of ${places.frames} frames of 50 metrics; from the start of the next process to its first commit (Homeostat) or its first record (Kafka Streams, whose state folder is gone)`,
    table: { head: ['program', 'session time-out', 'restarted at once', 'restarted after the time-out'], rows },
    figures: [{ what: 'Homeostat, restarted after the time-out', rounds: [ours.afterMs / 1e3], unit: 's', bar: { atMost: 8 } }],
  }
})

function rowOf(name: string, session: string, atOnceMs: number, afterMs: number): readonly string[] {
  return [name, session, `${(atOnceMs / 1e3).toFixed(1)} s`, `${(afterMs / 1e3).toFixed(1)} s`]
}
