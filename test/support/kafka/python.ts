import { pythonPackages } from '../python-packages.ts'

/** A Python that has confluent-kafka, librdkafka's client, as users install it. */
export function pythonClient(): Promise<string> {
  const name = `confluent-kafka-${VERSION}`
  return pythonPackages({ name, megabytes: 40, install: [`confluent-kafka[avro]==${VERSION}`] })
}

const VERSION = '2.16.0'
