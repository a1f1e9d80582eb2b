import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { HomeostatError } from '../../schemas/core/homeostat-error.ts'

/** What the data of a cluster are bound to. */
export interface Layout {
  readonly clusterId: string
  readonly nodes: number
}

/**
 * The layout of the cluster in this folder; written down when there is none yet.
 * @throws HS_CLUSTER_LAYOUT when its data belong to another number of brokers
 */
export function clusterLayout(folder: string, nodes: number): Layout {
  const found = readLayout(folder)
  if (found === undefined) {
    const made = { clusterId: randomBytes(16).toString('base64url'), nodes }
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, FILE), JSON.stringify(made))
    return made
  }
  if (found.nodes !== nodes)
    throw new HomeostatError('HS_CLUSTER_LAYOUT', {
      value: nodes,
      limit: found.nodes,
      message: `The data in ${folder} belong to a cluster of ${found.nodes} broker${found.nodes === 1 ? '' : 's'}, not ${nodes}.`,
    })
  return found
}

/** undefined when there is no cluster in this folder. */
export function readLayout(folder: string): Layout | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, FILE), 'utf8'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

const FILE = 'cluster.json'
