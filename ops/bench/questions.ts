import pg from 'pg'
import { Registry } from 'prom-client'
import { createApi } from '../../projections/api/create-api.ts'
import { signalFeed } from '../../projections/api/signal-feed.ts'
import { bars } from '../../projections/models/bars.ts'
import { series } from '../../projections/models/series.ts'
import { signals } from '../../projections/models/signals.ts'
import { connect } from '../../projections/postgres/connect.ts'
import { startPostgres } from '../../projections/postgres/start-postgres.ts'
import { postgresStore } from '../../projections/store/postgres.ts'
import { tableName } from '../../projections/store/sql/create-table.ts'
import { barWidths } from '../../schemas/telemetry/bar-widths.ts'
import { benchmark } from './support/benchmark.ts'
import type { Figure } from './support/figure.ts'
import { type Load, loadRows } from './support/many-rows/load-rows.ts'
import * as madeUp from './support/many-rows/made-up.ts'
import { ask, measureQuestion } from './support/questions.ts'
import { inScratchFolder } from './support/scratch-folder.ts'

// `homeostat bench questions`: how long questions to the API take when there are ten million rows of signals, then of samples, then of bars.
// The database makes the rows itself, with the tables and indexes of the product; they need up to 8 GB in the folder for temporary files.

await benchmark({ rows: 10_000_000, samples: 100 }, ({ rows, samples }, say) =>
  inScratchFolder(async (folder) => {
    const postgres = await startPostgres(folder)
    const database = await connect(postgres.dsn)
    const administrator = new pg.Client({ connectionString: postgres.dsn })
    await administrator.connect()
    const store = postgresStore(database)
    const api = await createApi({
      reading: store,
      feed: signalFeed(store),
      health: { parts: () => [] },
      topics: async () => [],
      metrics: new Registry(),
    })
    const figures: Figure[] = []
    const measure = async (name: string, url: (n: number) => string) => {
      const figure = await measureQuestion(api, name, samples, url)
      say(`${figure.what}: ${figure.rounds[0].toFixed(1)} ms`)
      figures.push(figure)
    }
    const withRows = async (load: Load, questions: () => Promise<void>) => {
      await loadRows(administrator, load, say)
      await questions()
      await administrator.query(`TRUNCATE ${tableName(load.table)}`)
    }
    try {
      for (const model of [signals, series, bars]) await store.open(model, 'bench', [])
      await withRows(madeUp.manySignals(rows), signalQuestions)
      await withRows(madeUp.manySamples(rows), sampleQuestions)
      await withRows(madeUp.manyBars(rows), barQuestions)
    } finally {
      await api.close()
      await administrator.end()
      await database.close()
      await postgres.stop()
    }
    return { load: `${rows} rows of signals, then of samples, then of bars, in the PostgreSQL from npm`, figures }

    async function signalQuestions(): Promise<void> {
      const spread = (n: number) => Math.floor((n * rows) / samples)
      const time = (n: number) => madeUp.BEGIN + spread(n) * madeUp.signalEveryMs
      const { next } = await ask(api, '/signals')
      await measure('first page of signals', () => '/signals')
      await measure('second page', () => `/signals?cursor=${next}`)
      await measure('up to a time', (n) => `/signals?to=${time(n)}`)
      await measure('a range of an hour', (n) => `/signals?from=${time(n)}&to=${time(n) + 3_600_000}`)
      await measure('one id', (n) => `/signals/${madeUp.signalId((n * 7_919) % rows)}`)
      await measure('one source', (n) => `/signals?source=host-${(n * 37) % madeUp.hosts}`)
      await measure('one source and one metric', (n) => `/signals?source=host-${n % madeUp.hosts}&metric=metric_${n % 400}`)
      await measure('one metric', (n) => `/signals?metric=metric_${n % madeUp.metrics}`)
      await measure('one metric that is rare', () => '/signals?metric=rare_metric')
      await measure('one method', (n) => `/signals?method=${n % 2 === 0 ? 'ewma' : 'level_shift'}`)
      await measure('one method that is rare', () => '/signals?method=missing')
      await measure('critical ones', () => '/signals?severity=critical')
      await measure('open ones', () => '/signals?open=true')
      await measure('those that are over', () => '/signals?open=false')
      await measure('those that called a person', () => '/signals?held=false')
      await measure('acknowledged ones', () => '/signals?acknowledged=true')
      await measure('open and not acknowledged', () => '/signals?open=true&acknowledged=false')
    }

    async function sampleQuestions(): Promise<void> {
      const last = madeUp.BEGIN + (rows / madeUp.hosts) * 300_000
      const range = (n: number, hours: number) => {
        const to = last - ((n * 7_919) % 200) * 300_000
        return new URLSearchParams({
          source: `host-${(n * 37) % madeUp.hosts}`,
          metric: 'cpu_percent',
          from: String(to - hours * 3_600_000),
          to: String(to),
          points: '600',
        })
      }
      for (const hours of [1, 6]) await measure(`samples of ${hours} h`, (n) => `/series?${range(n, hours)}`)
      await measure('every sample of 24 h', (n) => `/series?${range(n, 24)}`.replace('points=600', 'points=5000'))
    }

    async function barQuestions(): Promise<void> {
      const span = Math.floor(rows / madeUp.barHosts) * barWidths.hourMs
      for (const days of [7, 30, 80].filter((each) => each * 24 * barWidths.hourMs <= span)) {
        const range = { from: String(madeUp.BEGIN + span - days * 24 * barWidths.hourMs), to: String(madeUp.BEGIN + span) }
        const question = (n: number) =>
          new URLSearchParams({ source: `host-${(n * 37) % madeUp.barHosts}`, metric: 'cpu_percent', ...range, points: '5000' })
        await measure(`bars of ${days} days`, (n) => `/series?${question(n)}`)
      }
    }
  }),
)
