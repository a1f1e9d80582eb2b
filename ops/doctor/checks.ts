import type { Check } from './check.ts'
import { apiPort } from './checks/api-port.ts'
import { brokers } from './checks/brokers.ts'
import { clock } from './checks/clock.ts'
import { cluster } from './checks/cluster.ts'
import { dataFolder } from './checks/data-folder.ts'
import { database } from './checks/database.ts'
import { freeSpace } from './checks/free-space.ts'
import { memory } from './checks/memory.ts'
import { nodeVersion } from './checks/node-version.ts'
import { packages } from './checks/packages.ts'
import { pressure } from './checks/pressure.ts'
import { proc } from './checks/proc.ts'
import { prometheus } from './checks/prometheus.ts'
import { registry } from './checks/registry.ts'
import { remoteWrite } from './checks/remote-write.ts'
import { root } from './checks/root.ts'
import { scrape } from './checks/scrape.ts'
import { sinks } from './checks/sinks.ts'

/** Every check, what everything else needs first. */
export const checks: readonly Check[] = [
  nodeVersion,
  packages,
  dataFolder,
  freeSpace,
  memory,
  clock,
  apiPort,
  root,
  database,
  brokers,
  registry,
  cluster,
  prometheus,
  scrape,
  remoteWrite,
  sinks,
  proc,
  pressure,
]
