import type { ReadModel } from '../../projections/read-model.ts'
import { SystemTelemetryRaw } from '../../schemas/topics.ts'
import { auditStage } from '../../streams/audit/audit-stage.ts'
import type { Stage } from '../../streams/runtime/api/stage.ts'
import { readModels } from '../app/read-models.ts'
import type { Random } from './random.ts'
import { simDecisionStage } from './stages/decision-stage.ts'
import { simTelemetryStage } from './stages/telemetry-stage.ts'
import { wholeChain } from './stages/whole-chain.ts'

/** What takes part in a history. */
export interface SimulationPlan {
  /** Sources send while everything runs; else all of it stands in the log before, and one stage follows the other. */
  readonly live: boolean
  /** In the order in which records pass through them. */
  readonly stages: readonly Stage[]
  /** Those whose outputs do not depend on when their inputs arrived. */
  readonly compared: readonly Stage[]
  readonly models: readonly ReadModel[]
  /** Whose version counts up with that of the processes. */
  readonly versioned: ReadModel | undefined
  /** Retention takes no telemetry, so that every read model may be built anew. */
  readonly retains: boolean
  /** How often people ask for something. */
  readonly requests: number
  /** How often somebody changes the rules. */
  readonly ruleChanges: number
}

/** A small seed is quick and wild, a whole one has every stage and most read models. */
export function drawPlan(random: Random): SimulationPlan {
  const live = random.chance(0.4)
  const whole = random.chance(0.3)
  const requests = random.chance(0.3) ? 0 : random.between(1, 12)
  const models = drawModels(random, whole && random.chance(0.2) ? readModels.length : random.between(1, live ? 2 : 3))
  const retains = random.chance(0.5)
  const versioned = random.pick(models)
  const stages = whole ? wholeChain : smallChain(live, requests > 0 && random.chance(0.5))
  return {
    live,
    stages,
    compared: live ? stages.filter((stage, at) => at > 0 && isSteady(stage, requests)) : stages,
    models,
    versioned: random.chance(0.5) && mayRebuild(versioned, retains) ? versioned : undefined,
    retains,
    requests,
    ruleChanges: random.chance(0.3) ? 0 : random.between(1, random.pick([3, 30])),
  }
}

/** A read model of telemetry is not the same again once retention has taken some of it. */
export function mayRebuild({ reads }: ReadModel, retains: boolean): boolean {
  return retains || !reads.includes(SystemTelemetryRaw)
}

function drawModels(random: Random, count: number): readonly ReadModel[] {
  const left = [...readModels]
  return Array.from({ length: count }, () => left.splice(random.between(0, left.length - 1), 1)[0])
}

function smallChain(live: boolean, audited: boolean): readonly Stage[] {
  const chain = [simTelemetryStage, simDecisionStage(!live)]
  return audited ? [...chain, auditStage] : chain
}

/** What people ask for changes what becomes of later findings, and which are later is chance where both arrive at once. */
function isSteady({ name }: Stage, requests: number): boolean {
  return requests === 0 || name !== 'signals'
}
