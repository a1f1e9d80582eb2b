import { existsSync } from 'node:fs'
import * as assert from 'uvu/assert'
import type { FreshClone } from './fresh-clone.ts'
import { processesOf } from './processes-of.ts'
import type { Stranger } from './stranger.ts'

/** What everybody does in the first minutes, each step with what must come of it. */
export function firstSteps({ folder, data }: FreshClone, user: Stranger) {
  const on = ['--data', data]
  const start = (...more: string[]) => user.npm('start', '--', ...on, '--port', '0', ...more)

  async function positions() {
    const { code, out, err } = await user.homeostat('topics', ...on, '--json').ended
    assert.is(code, 0, err)
    const { topics } = JSON.parse(out)
    const raw = topics.find(({ topic }: { topic: string }) => topic === 'system.telemetry.raw')
    return { start: raw.start, end: raw.end, readers: raw.readers }
  }

  return {
    positions,

    /** Starts for a while; gives the frames that its summary tells. */
    async startFor(time: string): Promise<number> {
      const { code, out, err } = await start('--for', time).ended
      assert.is(code, 0, err)
      for (const step of ['log', 'database', 'stages', 'api', 'sources'])
        assert.match(err, new RegExp(`^ {2}${step} +[\\d.]+ m?s$`, 'm'))
      assert.match(err, /ready in [\d.]+ m?s: http:\/\/127\.0\.0\.1:\d+$/m)
      const [, frames] = /· ([\d,]+) frames? · [\d,]+ samples · .*The next start goes on from here\.$/m.exec(out) ?? []
      assert.ok(Number(frames) > 0, out)
      return Number(frames)
    },

    /** Starts, and ends npm (which stands between) as soon as it is live. */
    async startAndInterrupt(signal: NodeJS.Signals): Promise<void> {
      const running = start()
      await running.wrote(/[1-9]\d* frames? in all/)
      running.child.kill(signal)
      const { code, out, err } = await running.ended
      assert.is(code, 0, err)
      assert.match(err, /stopping…/)
      assert.match(out, /The next start goes on from here\.\n$/)
      assert.equal(processesOf(folder), [])
    },

    async verify(): Promise<void> {
      const { code, out, err } = await user.homeostat('verify', ...on).ended
      assert.is(code, 0, `${out}${err}`)
      assert.match(out, /^sense\.0: equal, \d+ outputs?/m)
    },

    async purge(): Promise<void> {
      const running = start()
      await running.wrote(/ready in/)
      const { code, out, err } = await user.homeostat('down', '--purge', '--yes', ...on).ended
      assert.is(code, 0, err)
      assert.match(out, /^Removed .*log, postgres/m)
      assert.is((await running.ended).code, 0)
      assert.not.ok(existsSync(data))
      assert.equal(processesOf(folder), [])
    },
  }
}
