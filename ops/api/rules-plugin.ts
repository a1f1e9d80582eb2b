import { Type } from '@sinclair/typebox'
import type { FastifyPluginAsync } from 'fastify'
import { changeRules, type RulesPorts } from '../rules/change-rules.ts'
import { rulesOf } from '../rules/rules-of.ts'

const schema = {
  summary: 'Make these the rules of the installation, and no others',
  description: 'A document as in rules.yaml. They are in force from the next tick on; the same again changes nothing.',
  tags: ['rules'],
  body: Type.Object(
    { rules: Type.Array(Type.Object({}, { additionalProperties: true }), { maxItems: 200 }) },
    { additionalProperties: false },
  ),
  querystring: Type.Object(
    { by: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: 'Who asks; default api' })) },
    { additionalProperties: false },
  ),
  response: {
    200: Type.Object({
      rules: Type.Integer(),
      digest: Type.String(),
      changed: Type.Boolean({ description: 'False when these were the rules already' }),
    }),
  },
}

/** `PUT /rules`: written to the log when it answers. */
export function rulesPlugin(ports: RulesPorts): FastifyPluginAsync {
  return async (app) => {
    app.put<{ Body: { rules: unknown[] }; Querystring: { by?: string } }>('/rules', { schema }, async ({ body, query }) => {
      const rules = rulesOf(body)
      return { rules: rules.length, ...(await changeRules(ports, rules, query.by ?? 'api')) }
    })
  }
}
