import { join } from 'node:path'
import { fetched } from './fetched.ts'
import { KAFKA_VERSION, kafkaJars } from './jars.ts'
import { findJava } from './java.ts'

/** Main classes of Kafka's command line tools, by the names under which Kafka's own scripts start them. */
const tools = {
  topics: 'org.apache.kafka.tools.TopicCommand',
  configs: 'kafka.admin.ConfigCommand',
  acls: 'kafka.admin.AclCommand',
  'consumer-groups': 'org.apache.kafka.tools.consumer.group.ConsumerGroupCommand',
  'console-consumer': 'org.apache.kafka.tools.consumer.ConsoleConsumer',
  'console-producer': 'org.apache.kafka.tools.ConsoleProducer',
  transactions: 'org.apache.kafka.tools.TransactionsCommand',
  'dump-log': 'kafka.tools.DumpLogSegments',
} as const

export type KafkaTool = keyof typeof tools

export const kafkaTools = Object.keys(tools) as readonly KafkaTool[] // it has these keys and no others

/** Program and arguments with which a tool of Kafka runs, without its own. The jars are fetched when they are not there. */
export async function kafkaTool(tool: KafkaTool, version = KAFKA_VERSION): Promise<string[]> {
  return [...(await javaWithKafka(version)), tools[tool]]
}

/** Java with Kafka's classes; a main class, or a source file of one class, is to follow. */
export async function javaWithKafka(version = KAFKA_VERSION): Promise<string[]> {
  const jars = await fetched(kafkaJars(version), () => undefined)
  const options = ['-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Dorg.slf4j.simpleLogger.defaultLogLevel=error']
  return [findJava().program, ...options, '-cp', join(jars, '*')]
}
