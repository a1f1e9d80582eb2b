import type { PlannedAcl, TopicPlan } from './topic-plan.ts'

/** The plan as commands of Kafka's own tools, one a line, for a shell; BROKER stands for the address. */
export function planCommands({ topics, acls, replication }: TopicPlan): string[] {
  const copies = replication < 0 ? '' : ` --replication-factor ${replication}`
  return [
    ...topics.map(({ name, partitions, settings }) => {
      const configs = Object.entries(settings).map(([setting, value]) => ` --config ${setting}=${value}`)
      return `kafka-topics --bootstrap-server BROKER --create --if-not-exists --topic ${name} --partitions ${partitions}${copies}${configs.join('')}`
    }),
    ...acls.map(aclCommand),
  ]
}

function aclCommand({ principal, resource, name, pattern, operations }: PlannedAcl): string {
  const on = resource === 'cluster' ? '--cluster' : `--${resource} '${name}' --resource-pattern-type ${pattern}`
  const allowed = operations.map((operation) => ` --operation ${operation}`).join('')
  return `kafka-acls --bootstrap-server BROKER --add --allow-principal ${principal}${allowed} ${on}`
}
