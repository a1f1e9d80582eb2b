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
}

/**
 * What every log must do, whatever stands behind the port. Nothing here takes offsets for dense, or a moment for exact.
 * Registers its tests with uvu; the caller runs them.
 */
export function logContract(name: string, factory: LogFactory, { records, maintainsAtOnce = true }: LogContractOptions): void {
  const define = (sentence: string, body: () => Promise<void>) => test(`should ${sentence} (${name})`, body)
  appendContract(define, factory)
  readContract(define, factory)
  writerContract(define, factory)
  consumerContract(define, factory)
  volumeContract(define, factory, records)
  if (!maintainsAtOnce) return
  retentionContract(define, factory)
  compactionContract(define, factory)
}
