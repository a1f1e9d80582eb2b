import type { Query } from '../table/query.ts'
import type { Row } from '../table/table.ts'

/** What the routes need of a store. */
export interface Reading {
  select(tenant: string, query: Query): Promise<readonly Row[]>
}

/** Until callers prove who they are, everything belongs to this tenant. */
export const TENANT = 'default'
