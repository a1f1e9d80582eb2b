import { test } from 'uvu'
import { appendContract } from './append-contract.ts'
import { compactionContract } from './compaction-contract.ts'
import { consumerContract } from './consumer-contract.ts'
import type { LogFactory } from './fixture.ts'
import { readContract } from './read-contract.ts'
import { retentionContract } from './retention-contract.ts'
import { volumeContract } from './volume-contract.ts'
import { writerContract } from './writer-contract.ts'

export interface LogContractOptions {
  /** How many records the test of volume writes and reads. */
  readonly records: number
  /** False for a log that retains and compacts on its own, at times that nobody can ask for. */
  readonly maintainsAtOnce?: boolean
  /** False for a log whose arrival times come from a clock that the factory cannot set. */
  readonly takesClock?: boolean
}

/**
 * What every log must do, whatever stands behind the port. Nothing here takes offsets for dense, or a moment for exact.
 * Registers its tests with uvu; the caller runs them.
 */
export function logContract(name: string, factory: LogFactory, options: LogContractOptions): void {
  const { records, maintainsAtOnce = true, takesClock = true } = options
  const define = (sentence: string, body: () => Promise<void>) => test(`should ${sentence} (${name})`, body)
  appendContract(define, factory, takesClock)
  readContract(define, factory)
  writerContract(define, factory)
  consumerContract(define, factory)
  volumeContract(define, factory, records)
  if (!maintainsAtOnce) return
  retentionContract(define, factory)
  compactionContract(define, factory)
}
