import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { learnedShare, type Overview } from '../../../../../ops/cli/up/overview.ts'
import { RateWindow } from '../../../../../ops/cli/up/rates.ts'
import { Screen } from '../../../../../ops/cli/up/screen.ts'
import { plainLine, type Scene, view } from '../../../../../ops/cli/up/view.ts'
import { fakeTerminal } from '../fake-terminal.ts'

const now = Date.UTC(2026, 0, 31, 12)

const overview: Overview = {
  sources: [
    {
      source: 'web-1',
      metrics: 26,
      frames: 60,
      lastSeen: '2026-01-31T11:59:59.000Z',
      forgotten: false,
      learning: [
        { processor: 'ewma', learned: 13, total: 26 },
        { processor: 'level-shift', learned: 26, total: 26 },
      ],
    },
    { source: 'gone', metrics: 1, frames: 1, lastSeen: null, forgotten: true, learning: [] },
  ],
  signals: [
    {
      source: 'web-1',
      metric: 'cpu',
      severity: 'warning',
      open: true,
      at: '2026-01-31T11:58:00.000Z',
      hint: 'It is high.',
      held: null,
    },
    { source: 'web-1', metric: 'net', severity: 'info', open: false, at: null, hint: 'It was \x1b[2Jhigh.', held: 'budget' },
  ],
  lag: { reader: 'stage:sense', records: 1234 },
  stuck: ['projection:series'],
}

const scene: Scene = {
  url: 'http://127.0.0.1:4280',
  now,
  startedAt: now - 65_000,
  intake: { frames: 60, samples: 1560, newestAt: now },
  rates: { frames: 1, samples: 26 },
  overview,
  troubles: ['the disk is slow'],
}

test('should show url, rates, lag, sources with what is learned, signals and troubles', () => {
  assert.equal(view(scene, 120), [
    'Homeostat  http://127.0.0.1:4280  up 1 min 5 s  (Ctrl-C stops)',
    '',
    '  1.0 frames/s · 26 samples/s · 60 frames in all · lag 1,234 records (stage:sense)',
    '',
    'Sources',
    '  web-1    26 metrics  #####.....  50 %   last 1.0 s ago',
    '',
    'Last signals',
    '  11:58:00  warning  open  web-1 cpu: It is high.',
    '            info     over  web-1 net: It was high. (held: budget)',
    '',
    'Not working: projection:series',
    '',
    'Troubles',
    '  the disk is slow',
  ])
})

test('should fit into a narrow terminal', () => {
  for (const line of view(scene, 20)) assert.ok(line.length <= 20, line)
})

test('should show what there is while the read models are away', () => {
  const lines = view({ ...scene, overview: undefined, troubles: [] }, 120)
  assert.equal(lines.slice(2), ['  1.0 frames/s · 26 samples/s · 60 frames in all'])
  assert.is(plainLine({ ...scene, overview: undefined }), '1.0 frames/s · 26 samples/s · 60 frames in all')
})

test('should say all in one line when nobody watches', () => {
  assert.match(plainLine(scene), /26 samples\/s .* web-1 50 % learned · .* 1 open of the last 2 signals$/)
})

test('should take the slowest processor for what is learned', () => {
  assert.is(learnedShare(overview.sources[0]), 0.5)
  assert.is(learnedShare(overview.sources[1]), 0)
})

test('should give rates over the last seconds only', () => {
  const rates = new RateWindow(10_000)
  assert.equal(rates.add(0, { frames: 0, samples: 0 }), { frames: 0, samples: 0 })
  assert.equal(rates.add(5_000, { frames: 10, samples: 100 }), { frames: 2, samples: 20 })
  assert.equal(rates.add(10_000, { frames: 10, samples: 100 }), { frames: 1, samples: 10 })
  assert.equal(rates.add(20_000, { frames: 10, samples: 100 }), { frames: 0, samples: 0 })
})

test('should draw over what it drew before and leave nothing of it', () => {
  const terminal = fakeTerminal()
  const screen = new Screen(terminal)
  screen.draw(['a', 'b', 'c', 'does not fit'])
  screen.draw(['d'])
  screen.clear()
  screen.clear()
  assert.equal(terminal.drawn, ['a\x1b[K\nb\x1b[K\nc\x1b[K\n\x1b[J', '\x1b[3A\rd\x1b[K\n\x1b[J', '\x1b[1A\r\x1b[J'])
})

test.run()
