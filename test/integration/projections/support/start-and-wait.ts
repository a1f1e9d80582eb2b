import { startPostgres } from '../../../../projections/postgres/start-postgres.ts'

await startPostgres(process.argv[2] ?? '')
console.log('started')
setInterval(() => {}, 1_000) // until it is killed
