import { openKafkaLog } from '../../../streams/runtime/log/kafka/kafka-log.ts'
import { Spread } from './fixture.ts'

// Joins a group of four tasks in the cluster that the settings in the first argument name, writes its member id when it has all tasks,
// and stays until it is killed.

let member = ''
const log = await openKafkaLog(JSON.parse(process.argv[2]), {
  members: { recall: () => undefined, remember: (_group, memberId) => (member = memberId) },
})
await log.createTopics([{ topic: Spread, partitions: 4 }])
await log.join({ name: 'group', tasks: 4, inputs: [Spread.name] }, { assigned: () => console.log(member), revoked() {} })
