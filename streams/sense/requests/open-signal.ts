import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import type { BudgetContext, Episode, Member } from '../budget-state.ts'

/**
 * A signal that was raised and not cleared, with its episode.
 * @throws HS_SIGNAL_NOT_OPEN
 */
export function openSignal(id: string, { state }: BudgetContext): { key: string; episode: Episode; member: Member } {
  for (const [key, episode] of state.episodes) {
    const member = episode.members.find((one) => one.id === id)
    if (member) return { key, episode, member }
  }
  throw new HomeostatError('HS_SIGNAL_NOT_OPEN', { value: id, message: `There is no signal ${id}, or it is over.` })
}
