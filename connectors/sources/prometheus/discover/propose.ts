import { blackboxExporter } from './known/blackbox-exporter.ts'
import { httpRed } from './known/http-red.ts'
import { kubeStateMetrics } from './known/kube-state-metrics.ts'
import { nodeExporter } from './known/node-exporter.ts'
import { postgresExporter } from './known/postgres-exporter.ts'
import { redisExporter } from './known/redis-exporter.ts'
import { targets } from './known/targets.ts'
import type { Proposal, Recogniser } from './proposal.ts'
import type { Survey } from './survey.ts'

/** Everything that is recognised, in the order of the preview. */
const recognisers: readonly Recogniser[] = [
  targets,
  httpRed,
  nodeExporter,
  postgresExporter,
  redisExporter,
  blackboxExporter,
  kubeStateMetrics,
]

/** What is worth asking a server for, by what it knows; not yet tried. */
export function propose(survey: Survey): readonly Proposal[] {
  return recognisers.flatMap(({ name, propose: ask }) => ask(survey).map((query) => ({ of: name, query })))
}
