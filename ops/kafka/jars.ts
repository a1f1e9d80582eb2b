import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Fetched } from './fetched.ts'
import { runMaven } from './maven.ts'

/** The version of Kafka that is run unless KAFKA_VERSION names another. */
export const KAFKA_VERSION = process.env.KAFKA_VERSION || '4.3.1'

/** Kafka's broker and its command line tools, as jars from Maven Central. */
export function kafkaJars(version: string): Fetched {
  return {
    name: `kafka-${version}`,
    origin: 'Maven',
    megabytes: 54,
    async fetch(folder, say) {
      const pom = join(folder, 'pom.xml')
      writeFileSync(pom, projectOf(version))
      await runMaven(['-f', pom, 'dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${folder}`], say)
      rmSync(pom)
    },
  }
}

function projectOf(version: string): string {
  const dependencies = [
    ['org.apache.kafka', 'kafka_2.13', version],
    ['org.apache.kafka', 'kafka-tools', version],
    ['org.slf4j', 'slf4j-simple', '1.7.36'],
  ].map(([group, artifact, number]) => {
    return `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${number}</version></dependency>`
  })
  return `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
  <groupId>homeostat</groupId><artifactId>kafka-jars</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>${dependencies.join('\n')}</dependencies>
</project>
`
}
