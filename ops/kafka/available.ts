import { HomeostatError } from '../../schemas/core/homeostat-error.ts'
import { isFetched } from './fetched.ts'
import { KAFKA_VERSION, kafkaJars } from './jars.ts'
import { findJava } from './java.ts'
import { hasMaven } from './maven.ts'
import { REGISTRY_VERSION, registryJars } from './registry-jars.ts'

/** Why Kafka and a registry cannot be started here, as the error that a start would throw; undefined when they can. */
export function whyUnavailable(): HomeostatError | undefined {
  try {
    findJava()
  } catch (error) {
    if (error instanceof HomeostatError) return error
    throw error
  }
  const present = isFetched(kafkaJars(KAFKA_VERSION)) && isFetched(registryJars(REGISTRY_VERSION))
  return present || hasMaven() ? undefined : new HomeostatError('HS_MAVEN_MISSING')
}
