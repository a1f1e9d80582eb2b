import type { CommandFactory } from './command.ts'

interface Listed {
  readonly name: string
  readonly summary: string
  load(): Promise<{ readonly create: CommandFactory }>
}

/** Every command, in the order of the help. */
export const commandList: readonly Listed[] = [
  { name: 'up', summary: 'watch this machine: everything in one process', load: () => import('./commands/up.ts') },
  { name: 'down', summary: 'stop what runs on the data folder', load: () => import('./commands/down.ts') },
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
]
