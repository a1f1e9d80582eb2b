import { errorCatalogue } from '../../schemas/core/error-catalogue.ts'
import { codeOf, HomeostatError } from '../../schemas/core/homeostat-error.ts'
import { type Failpoint, noFailpoint } from '../../streams/runtime/ports/failpoint.ts'
import type { ReadModel } from '../read-model.ts'
import type { Kept } from '../store/store.ts'
import { nextStep } from './next-step.ts'
import type { Projection, ProjectionListener, ProjectionPorts, ProjectionStatus } from './projection.ts'
import { type RebuildProgress, type Rebuilt, rebuild } from './rebuild.ts'
import { type Runner, startRunner } from './start-runner.ts'

export interface KeeperOptions {
  /** Whether processes of other versions may keep the same rows. */
  readonly shared?: boolean
  readonly failpoint?: Failpoint
}

/**
 * Keeps a read model up to date, and builds it anew beside its rows when they are of another version or somebody has asked for it.
 * Questions are answered all the while, from the old rows until the new ones take their place.
 */
export function keepModel(
  model: ReadModel,
  ports: ProjectionPorts,
  listener: ProjectionListener = {},
  { shared = false, failpoint = noFailpoint }: KeeperOptions = {},
): Projection {
  const { log, store, clock } = ports
  let serving: Runner | undefined
  let kept: Kept | undefined
  let progress: RebuildProgress | undefined
  let trouble: Pick<ProjectionStatus, 'state' | 'code' | 'message'> | undefined
  let rebuilt: Rebuilt | undefined
  let isSettled = false

  return {
    async run(signal) {
      for (let failures = 0; !signal.aborted; ) {
        try {
          await round(signal)
          failures = 0
        } catch (error) {
          await waitAfter(error, ++failures, signal)
        }
      }
      trouble = { ...trouble, state: 'stopped' }
    },
    status() {
      const now = serving?.status() ?? nobody(model, kept)
      return {
        ...now,
        caughtUp: now.caughtUp && isSettled,
        ...(progress ? { state: 'rebuilding' as const, rebuild: progress } : {}),
        ...(rebuilt ? { rebuilt } : {}),
        ...trouble,
      }
    },
  }

  /** Until something else is to be done than now. */
  async function round(signal: AbortSignal): Promise<void> {
    const look = await store.standing(model)
    kept = look.serving
    const step = nextStep(look, model.version, log.id, shared)
    if (step === 'abandon') return store.abandon(model)
    if (step === 'wait') {
      trouble = { state: 'waiting', code: 'HS_MODEL_NEWER', message: newer(model, kept).message }
      return clock.sleep(LOOK_MS, signal).then(clock.pause)
    }
    trouble = undefined
    if (step === 'build' && kept) return build(kept.version, signal)
    serving = startRunner(model, ports, listener)
    isSettled = true
    try {
      do {
        await Promise.race([serving.ended, clock.sleep(LOOK_MS, signal)])
        await clock.pause()
      } while (!signal.aborted && nextStep(await store.standing(model), model.version, log.id, shared) === 'serve')
    } finally {
      isSettled = signal.aborted
      await serving.stop()
    }
  }

  async function build(from: number, signal: AbortSignal): Promise<void> {
    const forward = [model, model.before].find((one) => one?.version === from)
    listener.rebuilding?.(model.name, from === model.version ? 'asked' : 'version')
    try {
      const done = await rebuild(
        {
          model,
          from,
          forward,
          ports,
          listener,
          failpoint,
          running: (runner) => {
            serving = runner
          },
          progress: (made) => {
            progress = made
          },
        },
        signal,
      )
      if (!done) return
      rebuilt = done
      listener.rebuilt?.(done)
    } finally {
      progress = undefined
      serving = undefined
    }
  }

  async function waitAfter(error: unknown, failures: number, signal: AbortSignal): Promise<void> {
    const code = codeOf(error)
    const { reaction } = errorCatalogue[code]
    const message = error instanceof Error ? error.message : String(error)
    trouble = { state: reaction === 'wait' ? 'waiting' : 'failed', code, message }
    // The rows became somebody else's: the next look tells whose.
    const isOver = reaction === 'reopen-task'
    if (reaction === 'wait') listener.waiting?.(code, message)
    else if (!isOver) throw error
    await clock.sleep(Math.min(FIRST_WAIT_MS * 2 ** Math.min(failures - 1, 10), LOOK_MS), signal)
    await clock.pause()
  }
}

const LOOK_MS = 3_000
const FIRST_WAIT_MS = 100

function nobody(model: ReadModel, kept: Kept | undefined): ProjectionStatus {
  const positions = (kept?.checkpoints ?? []).map(({ topic, partition, next }) => ({ topic, partition, offset: next }))
  return { model: model.name, state: 'opening', positions, caughtUp: false, skipped: {} }
}

function newer(model: ReadModel, kept: Kept | undefined): HomeostatError {
  return new HomeostatError('HS_MODEL_NEWER', {
    value: kept?.version,
    limit: model.version,
    message: `The rows of ${model.name} are of version ${kept?.version}, and this process has version ${model.version}.`,
  })
}
