import { errorEntries } from '../error-entry.ts'

export const serverErrors = errorEntries({
  HS_JAVA_MISSING: {
    says: 'Kafka needs Java 17 or newer, which was not found.',
    remedy: 'Install it (on Debian and Ubuntu: `apt-get install default-jre-headless`) or set JAVA_HOME.',
    reaction: 'stop-process',
  },
  HS_MAVEN_MISSING: {
    says: 'The programs of Kafka are fetched by Maven, which was not found.',
    remedy: 'Install it (on Debian and Ubuntu: `apt-get install maven`); it is needed once.',
    reaction: 'stop-process',
  },
  HS_DOWNLOAD_FAILED: {
    says: 'Maven could not fetch what is needed.',
    remedy: 'Check the network and the proxy in ~/.m2/settings.xml, then run the same command again.',
    reaction: 'stop-process',
  },
  HS_SERVER_START: {
    says: 'A server that was started here did not become ready.',
    remedy: 'Read its server.log, which the message names, and start again.',
    reaction: 'stop-process',
  },
  HS_CLUSTER_LAYOUT: {
    says: 'The data in this folder belong to a cluster with another number of brokers.',
    remedy: 'Start with the number that the message names, or delete the data with --wipe.',
    reaction: 'stop-process',
  },
})
