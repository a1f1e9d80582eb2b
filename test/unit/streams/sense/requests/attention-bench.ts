import type { Finding, RecordMap, Signal } from '../../../../../schemas/generated/records.ts'
import { ControlRequests, SenseFindings } from '../../../../../schemas/topics.ts'
import type { ProcessorDriver } from '../../../../../streams/runtime/testing/drive-processor.ts'
import { type Given, given } from '../../../../../streams/runtime/testing/stored.ts'

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

type RequestName = 'MuteRequested' | 'UnmuteRequested' | 'AcknowledgeRequested' | 'FalseAlarmReported' | 'FalseAlarmWithdrawn'

export function ask<K extends RequestName>(type: K, at: number, value: Omit<RecordMap[K], 'by'>): Given {
  return given(ControlRequests, type, 'default', at, { ...value, by: 'ann' } as RecordMap[K]) // `by` is what was left out
}

export function muteFor(at: number, ms: number, what: { id?: string; source?: string; metric?: string } = {}): Given {
  return ask('MuteRequested', at, { id: 'm1', source: 'web', metric: '*', reason: 'a test', ...what, until: at + ms })
}

export function raise(source: string, metric: string, at: number, more: Partial<Finding> = {}): Given {
  return finding(source, metric, at, { phase: 'raised', ...more })
}

export function clear(source: string, metric: string, at: number, more: Partial<Finding> = {}): Given {
  return finding(source, metric, at, { phase: 'cleared', ...more })
}

export function signals(driver: ProcessorDriver): Signal[] {
  return driver.outputs().flatMap((output) => (output.type === 'Signal' ? [output.value] : []))
}

/** What was said, in short: signals with phase and reason, answers with their code, and everything else by its name. */
export function said(driver: ProcessorDriver): string[] {
  return driver.outputs().map((output) => {
    if (output.type === 'Signal') return `${output.value.phase} ${output.value.method} ${output.value.held}`
    if (output.type === 'RequestRefused') return `refused ${output.value.code}`
    if (output.type === 'SignalMarked') return output.value.mark
    if (output.type === 'MuteEnded') return `mute ended ${output.value.held} ${output.value.raised}`
    return output.type
  })
}

function finding(source: string, metric: string, at: number, more: Partial<Finding>): Given {
  return given(SenseFindings, 'Finding', 'default', at, {
    source,
    metric,
    at,
    phase: 'raised',
    method: 'ewma',
    severity: 'warning',
    score: 0.99,
    value: 9,
    expected: 1,
    low: 0,
    high: 2,
    from: at,
    rule: null,
    hint: `${metric} is 9`,
    ...more,
  })
}
