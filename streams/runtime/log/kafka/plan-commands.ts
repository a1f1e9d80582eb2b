import type { PlannedAcl, TopicPlan } from './topic-plan.ts'

/**
 * The plan as commands of Kafka's own tools, one a line, for a shell.
 * @param brokers  where the tools find the cluster
 */
export function planCommands({ topics, acls, replication }: TopicPlan, brokers: readonly string[]): string[] {
  const where = `--bootstrap-server ${brokers.join(',')}`
  const copies = replication < 0 ? '' : ` --replication-factor ${replication}`
  return [
    ...topics.map(({ name, partitions, settings }) => {
      const configs = Object.entries(settings).map(([setting, value]) => ` --config ${setting}=${value}`)
      return `kafka-topics ${where} --create --if-not-exists --topic ${name} --partitions ${partitions}${copies}${configs.join('')}`
    }),
    ...acls.map((acl) => aclCommand(acl, where)),
  ]
}

function aclCommand({ principal, resource, name, pattern, operations }: PlannedAcl, where: string): string {
  const on = resource === 'cluster' ? '--cluster' : `--${resource} '${name}' --resource-pattern-type ${pattern}`
  const allowed = operations.map((operation) => ` --operation ${operation}`).join('')
  return `kafka-acls ${where} --add --allow-principal ${principal}${allowed} ${on}`
}
