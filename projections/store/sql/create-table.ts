import { ARRIVED, type ColumnType, columnsOf, type PartialIndex, type Table } from '../../table/table.ts'

/** Where all tables of Homeostat live in the database. */
export const SCHEMA = 'homeostat'
export const OWNER = 'homeostat_owner'
export const PROJECTOR = 'homeostat_projector'
export const API = 'homeostat_api'

/**
 * The table with its rights: the projector writes for all tenants, the API reads for one, which it names in `homeostat.tenant` for the
 * length of a transaction. Row-level security is forced, so that the owner has no way around it either.
 */
export function createTableSql(table: Table): string {
  const name = tableName(table)
  const columns = columnsOf(table).map(([column, type]) => `${column} ${SQL_TYPE[type]}`)
  const indexes = (table.indexes ?? []).map((list) => `CREATE INDEX ON ${name} (${list.join(', ')});`)
  return [
    `CREATE TABLE ${name} (${columns.join(', ')}, PRIMARY KEY (${Object.keys(table.key).join(', ')}));`,
    ...indexes,
    ...(table.partialIndexes ?? []).map(
      ({ columns: list, where }) => `CREATE INDEX ON ${name} (${list.join(', ')}) WHERE ${conditionSql(where)};`,
    ),
    `CREATE INDEX ON ${name} USING brin (${ARRIVED});`, // rows come nearly in this order, and expiry may read too much
    ...columnsOf(table).flatMap(([column, type]) =>
      type === 'doubles' ? [`ALTER TABLE ${name} ALTER ${column} SET STORAGE EXTERNAL;`] : [],
    ),
    `ALTER TABLE ${name} ENABLE ROW LEVEL SECURITY;`,
    `ALTER TABLE ${name} FORCE ROW LEVEL SECURITY;`,
    `CREATE POLICY projector ON ${name} TO ${PROJECTOR} USING (true) WITH CHECK (true);`,
    `CREATE POLICY tenant ON ${name} FOR SELECT TO ${API} USING (tenant_id = current_setting('homeostat.tenant', true));`,
    ...(table.appendOnly ? appendOnlySql(name) : [`GRANT SELECT, INSERT, UPDATE, DELETE ON ${name} TO ${PROJECTOR};`]),
    `GRANT SELECT ON ${name} TO ${API};`,
  ].join('\n')
}

function conditionSql(where: PartialIndex['where']): string {
  return where.is === '='
    ? `${where.column} = '${where.value.replaceAll("'", "''")}'`
    : `${where.column} IS ${where.is.toUpperCase()}`
}

/**
 * Nobody may change or remove a row: the projector has no right to, and a trigger refuses everybody else, the owner and administrators
 * too. The owner alone can drop the table, as it does to build it again from the log.
 */
function appendOnlySql(name: string): readonly string[] {
  const refusal = `${SCHEMA}.refuse_change`
  return [
    `GRANT SELECT, INSERT ON ${name} TO ${PROJECTOR};`,
    `CREATE OR REPLACE FUNCTION ${refusal}() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN RAISE EXCEPTION 'the rows of %.% can only be added to', TG_TABLE_SCHEMA, TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$;`,
    `CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ${name} FOR EACH STATEMENT EXECUTE FUNCTION ${refusal}();`,
    `ALTER TABLE ${name} ENABLE ALWAYS TRIGGER append_only;`, // also where a session replays changes as a replica
  ]
}

export function tableName(table: Table): string {
  return `${SCHEMA}.${table.name}`
}

/** Text compares by bytes whatever the database's own collation, so that orders and cursors do not depend on the installation. */
export const SQL_TYPE: Record<ColumnType, string> = {
  text: 'text COLLATE "C"',
  whole: 'bigint',
  double: 'double precision',
  texts: 'text[]',
  wholes: 'bigint[]',
  doubles: 'double precision[]',
}
