import { systemClock } from '../../../streams/runtime/ports/clock.ts'
import { type LetterAction, type LetterRequested, requestLetter } from '../../api/request-letter.ts'
import { asConnection, type Connection } from '../../app/connection/connection.ts'
import { openInstallation } from '../../app/open-installation.ts'
import { stages } from '../../app/stages.ts'
import { callApi } from '../instance/call-api.ts'
import { requireRunning } from '../instance/require-running.ts'
import { findRunning } from '../run-file.ts'

/**
 * Asks for letters to be replayed or dropped: through the API of what runs, otherwise in the log itself, where the next start finds it.
 * @throws HS_LETTER_UNKNOWN, HS_LETTER_NOT_TAKEN; those before the wrong one have been asked for then
 */
export async function askLetters(
  where: string | Connection,
  numbers: readonly number[],
  action: LetterAction,
  by: string,
): Promise<LetterRequested[]> {
  const connection = asConnection(where)
  const { data } = connection
  if (findRunning(data)) {
    const { url } = requireRunning(data)
    return eachOf(numbers, async (letter) => {
      const body = JSON.stringify({ letter, action, by })
      const call = { method: 'POST', headers: { 'content-type': 'application/json' }, body } as const
      return (await callApi(url, '/requests/letters', call)) as LetterRequested // our own API of this version
    })
  }
  const { log, codec } = await openInstallation(connection, stages)
  try {
    return await eachOf(numbers, (letter) => requestLetter({ log, codec, stages, now: systemClock.now }, letter, action, by))
  } finally {
    await log.close()
  }
}

async function eachOf<T>(numbers: readonly number[], work: (number: number) => Promise<T>): Promise<T[]> {
  const done: T[] = []
  for (const number of numbers) done.push(await work(number))
  return done
}
