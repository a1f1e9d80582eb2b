import { golden } from '../golden.ts'
import type { Recogniser } from '../proposal.ts'

/** PostgreSQL, through postgres_exporter. */
export const postgresExporter: Recogniser = {
  name: 'postgres_exporter',
  propose({ metrics, window }) {
    const when = (metric: string, name: string, expression: string) =>
      metrics.has(metric) ? [golden(name, ['instance'], expression)] : []
    const rate = (metric: string) => `sum by (instance) (rate(${metric}[${window}]))`
    const hits = rate('pg_stat_database_blks_hit')
    return [
      ...when('pg_up', 'target_down', '1 - min by (instance) (pg_up)'),
      ...when('pg_stat_activity_count', 'database_connections_active', 'sum by (instance) (pg_stat_activity_count)'),
      ...when('pg_settings_max_connections', 'database_connections_max', 'max by (instance) (pg_settings_max_connections)'),
      ...when(
        'pg_stat_activity_max_tx_duration',
        'longest_transaction',
        'max by (instance) (pg_stat_activity_max_tx_duration{state!~"idle|disabled"})',
      ),
      ...when(
        'pg_stat_database_xact_commit',
        'throughput',
        `${rate('pg_stat_database_xact_commit')} + ${rate('pg_stat_database_xact_rollback')}`,
      ),
      ...when(
        'pg_stat_database_deadlocks',
        'error_rate',
        `${rate('pg_stat_database_deadlocks')} + ${rate('pg_stat_database_conflicts')}`,
      ),
      ...when(
        'pg_stat_database_blks_hit',
        'cache_hit_rate',
        `100 * ${hits} / ((${hits} + ${rate('pg_stat_database_blks_read')}) > 0)`,
      ),
      ...when('pg_replication_lag', 'replication_lag', 'max by (instance) (pg_replication_lag)'),
    ]
  },
}
