import type { FastifyRequest } from 'fastify'
import { HomeostatError } from '../../schemas/core/homeostat-error.ts'

/**
 * PostgreSQL has no text with the character NUL (chapter 8.3 of its manual), so nothing that is kept has one, and nothing can be asked for
 * by one.
 * @throws HS_REQUEST_INVALID
 */
export async function refuseNul({ url }: FastifyRequest): Promise<void> {
  if (!url.includes('%00')) return
  throw new HomeostatError('HS_REQUEST_INVALID', { message: 'The address contains the character NUL, which nothing here has.' })
}
