import { formatBytes } from '../format/bytes.ts'
import { formatDuration } from '../format/duration.ts'
import { howMany } from '../format/how-many.ts'
import type { Terminal } from '../terminal.ts'
import type { Reporter, Summary } from './reporter.ts'
import { Screen } from './screen.ts'
import { plainLine, view } from './view.ts'

/** Redraws itself once a second, for a person. */
export function screenReporter(terminal: Terminal): Reporter {
  const screen = new Screen(terminal)
  const troubles: string[] = []
  return {
    everyMs: 1_000,
    started: (step, tookMs) => terminal.out(stepLine(step, tookMs)),
    ready: (url, tookMs) => terminal.out(`  ready in ${formatDuration(tookMs)}: ${url}\n`),
    logged(line) {
      troubles.push(line)
      if (troubles.length > 3) troubles.shift()
    },
    show: (scene) => screen.draw(view({ ...scene, troubles }, terminal.columns())),
    stopping: () => terminal.out('stopping… (again to force)'),
    stopped: (summary) => terminal.out(describe(summary)),
  }
}

/** One line every few seconds. */
export function lineReporter(terminal: Terminal, everyMs: number): Reporter {
  const at = () => new Date().toISOString().slice(11, 19)
  return {
    everyMs,
    started: (step, tookMs) => terminal.err(stepLine(step, tookMs)),
    ready: (url, tookMs) => terminal.err(`${at()} ready in ${formatDuration(tookMs)}: ${url}`),
    logged: (line) => terminal.err(line),
    show: (scene) => terminal.out(`${at()} ${plainLine(scene)}`),
    stopping: () => terminal.err(`${at()} stopping… (again to force)`),
    stopped: (summary) => terminal.out(`${at()} ${describe(summary)}`),
  }
}

/** Only the lines of the service log, and what the reporter has to say in the same form. */
export function jsonReporter(terminal: Terminal): Reporter {
  const line = (msg: string, fields: object) => terminal.out(JSON.stringify({ level: 30, time: Date.now(), ...fields, msg }))
  return {
    everyMs: 10_000,
    started: (step, tookMs) => line('started', { step, tookMs }),
    ready: (url, tookMs) => line('ready', { url, tookMs }),
    logged: (text) => terminal.out(text),
    show: ({ intake, rates, overview }) => line('status', { ...intake, rates, lag: overview?.lag, stuck: overview?.stuck }),
    stopping: () => line('stopping', {}),
    stopped: (summary) => line('stopped', summary),
  }
}

/** Nothing but the summary, on one line of JSON; the rest on stderr. */
export function summaryReporter(terminal: Terminal): Reporter {
  return { ...lineReporter(terminal, 10_000), show: () => {}, stopped: (summary) => terminal.out(JSON.stringify(summary)) }
}

function stepLine(step: string, tookMs: number): string {
  return `  ${step.padEnd(10)} ${formatDuration(tookMs)}`
}

function describe({ ranMs, frames, samples, cpuMs, rssBytes, stopMs }: Summary): string {
  const parts = [
    `ran ${formatDuration(ranMs)}`,
    howMany(frames, 'frame'),
    howMany(samples, 'sample'),
    `CPU ${formatDuration(cpuMs)}`,
    `memory ${formatBytes(rssBytes)}`,
    `stopped in ${formatDuration(stopMs)}`,
  ]
  return `${parts.join(' · ')}. The next start goes on from here.`
}
