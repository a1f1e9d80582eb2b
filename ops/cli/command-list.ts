import type { CommandFactory } from './command.ts'

interface Listed {
  readonly name: string
  readonly summary: string
  load(): Promise<{ readonly create: CommandFactory }>
}

/** Every command, in the order of the help. */
export const commandList: readonly Listed[] = [
  { name: 'up', summary: 'watch this machine: everything in one process', load: () => import('./commands/up.ts') },
  { name: 'run', summary: 'run one process of an installation on Kafka', load: () => import('./commands/run.ts') },
  { name: 'down', summary: 'stop what runs on the data folder', load: () => import('./commands/down.ts') },
  { name: 'record', summary: 'record this machine to a tape, to be played again', load: () => import('./commands/record.ts') },
  {
    name: 'connect',
    summary: 'look at a system that measures already, and propose what to watch',
    load: () => import('./commands/connect.ts'),
  },
  { name: 'publish', summary: 'send telemetry to a running instance', load: () => import('./commands/publish.ts') },
  { name: 'tail', summary: 'print the records of a topic, decoded', load: () => import('./commands/tail.ts') },
  {
    name: 'topics',
    summary: 'list the topics with their bounds and who has read how far',
    load: () => import('./commands/topics.ts'),
  },
  { name: 'replay', summary: 'fold history again and print what comes out', load: () => import('./commands/replay.ts') },
  {
    name: 'verify',
    summary: 'derive every output again and compare it with the log',
    load: () => import('./commands/verify.ts'),
  },
  {
    name: 'dead-letters',
    summary: 'list, show, replay or drop what could not be processed',
    load: () => import('./commands/dead-letters.ts'),
  },
  {
    name: 'signals',
    summary: 'list the signals that last and called somebody',
    load: () => import('./commands/signals.ts'),
  },
  { name: 'ack', summary: 'say that somebody has seen an open signal', load: () => import('./commands/ack.ts') },
  {
    name: 'false-alarm',
    summary: 'say that an open signal was no trouble: it ends, and its like must be more surprising',
    load: () => import('./commands/false-alarm.ts'),
  },
  {
    name: 'mute',
    summary: 'have new episodes of what is named call nobody for some time',
    load: () => import('./commands/mute.ts'),
  },
  { name: 'mutes', summary: 'list what is muted', load: () => import('./commands/mutes.ts') },
  { name: 'unmute', summary: 'end a mute; what still lasts is raised', load: () => import('./commands/unmute.ts') },
  {
    name: 'rules',
    summary: 'what people want to be told of: list, check and change the rules',
    load: () => import('./commands/rules.ts'),
  },
  { name: 'audit', summary: 'who did what: list, export and verify the audit trail', load: () => import('./commands/audit.ts') },
  { name: 'simulate', summary: 'run the engine through seeded faults', load: () => import('./commands/simulate.ts') },
  {
    name: 'analyze',
    summary: 'what the detectors say of the series in a file, and where their mean changes',
    load: () => import('./commands/analyze.ts'),
  },
  { name: 'doctor', summary: 'check this machine, each finding with its remedy', load: () => import('./commands/doctor.ts') },
  {
    name: 'backup',
    summary: 'copy the log and the settings of a data folder',
    load: () => import('./commands/backup.ts'),
  },
  { name: 'restore', summary: 'make a data folder of a backup', load: () => import('./commands/restore.ts') },
  {
    name: 'reset',
    summary: 'forget positions, states and read models, and fold the log anew',
    load: () => import('./commands/reset.ts'),
  },
  {
    name: 'rebuild',
    summary: 'build a read model anew from the log while the old rows answer',
    load: () => import('./commands/rebuild.ts'),
  },
  { name: 'config', summary: 'print every setting with default, unit and range', load: () => import('./commands/config.ts') },
  {
    name: 'schemas',
    summary: 'show, check and register the record types',
    load: () => import('./commands/schemas.ts'),
  },
  { name: 'bench', summary: 'run a benchmark', load: () => import('./commands/bench.ts') },
]
