import type { ProofCluster } from '../../prove/ground.ts'

/** For `parseArgs`: where a proof finds a cluster. */
export const clusterOptions = {
  kafka: { type: 'string', default: '' },
  registry: { type: 'string', default: '' },
  partitions: { type: 'string', default: '4' },
  session: { type: 'string', default: '3000' },
} as const

/** The cluster that the options name; undefined when they name none. */
export function clusterOf(args: Readonly<Record<keyof typeof clusterOptions, string>>): ProofCluster | undefined {
  if (args.kafka === '') return undefined
  return {
    brokers: args.kafka.split(','),
    registry: args.registry === '' ? undefined : args.registry,
    partitions: Number(args.partitions),
    sessionMs: Number(args.session),
  }
}
