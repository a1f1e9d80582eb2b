import { golden } from '../golden.ts'
import type { Recogniser } from '../proposal.ts'

/** A Kubernetes cluster, through kube-state-metrics: what does not run although it should. */
export const kubeStateMetrics: Recogniser = {
  name: 'kube-state-metrics',
  propose({ metrics, window }) {
    const when = (metric: string, name: string, groupBy: readonly string[], expression: string) =>
      metrics.has(metric) ? [golden(name, groupBy, expression)] : []
    return [
      ...when(
        'kube_deployment_status_replicas_unavailable',
        'replicas_unavailable',
        ['namespace', 'deployment'],
        'sum by (namespace, deployment) (kube_deployment_status_replicas_unavailable)',
      ),
      ...when(
        'kube_pod_container_status_restarts_total',
        'container_restarts',
        ['namespace'],
        `sum by (namespace) (rate(kube_pod_container_status_restarts_total[${window}]))`,
      ),
      ...when(
        'kube_pod_status_phase',
        'pods_not_running',
        ['namespace'],
        'sum by (namespace) (kube_pod_status_phase{phase=~"Pending|Failed|Unknown"})',
      ),
      ...when(
        'kube_node_status_condition',
        'node_not_ready',
        ['node'],
        'sum by (node) (kube_node_status_condition{condition="Ready",status!="true"})',
      ),
    ]
  },
}
