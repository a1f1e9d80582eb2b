import { stages } from '../../../../ops/app/stages.ts'
import type { AppOptions } from '../../../../ops/app.ts'
import { readInstallation } from '../../../../ops/cli/instance/read-installation.ts'
import { stageTopics } from '../../../../schemas/topics.ts'
import { loadState } from '../../../../streams/runtime/state/load.ts'

/** The states of every key in the snapshots of an installation, by stage and key; without the epoch at which each was written. */
export async function states(where: AppOptions['data']): Promise<Readonly<Record<string, unknown>>> {
  return readInstallation(where, async ({ log, codec }) => {
    const found: Record<string, unknown> = {}
    for (const stage of stages) {
      const { state } = stageTopics(stage.name, stage.side)
      const loaded = await loadState(log, codec, state.name, 0, () => {})
      for (const { epoch: _, ...snapshot } of loaded?.loaded.snapshots ?? []) found[`${stage.name} ${snapshot.key}`] = snapshot
    }
    return found
  })
}
