import { HomeostatError } from '../../schemas/core/homeostat-error.ts'
import type { Terminal } from './terminal.ts'

/**
 * Asks before something that cannot be undone.
 * @throws HS_NOT_CONFIRMED on any answer but yes, and where nobody can be asked
 */
export async function confirm(terminal: Terminal, question: string, yes: boolean | undefined): Promise<void> {
  if (yes) return
  if (!terminal.canAsk) throw new HomeostatError('HS_NOT_CONFIRMED', { message: 'There is no terminal on which to ask.' })
  const answer = await terminal.ask(`${question} Type yes to go on: `)
  if (answer.trim().toLowerCase() !== 'yes') throw new HomeostatError('HS_NOT_CONFIRMED', { message: 'The answer was not yes.' })
}
