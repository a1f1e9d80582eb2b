import { Type } from '@sinclair/typebox'

const Told = Type.Optional(Type.Union([Type.String(), Type.Number()]))

/** The body of every refusal, for the OpenAPI document; `problemOf` makes it. */
export const ProblemView = Type.Object({
  type: Type.String({ description: 'urn:homeostat:error: and the code' }),
  title: Type.String(),
  status: Type.Integer(),
  detail: Type.String({ description: 'What was wrong this time' }),
  code: Type.String({ description: 'Stable; the reference of errors has them all' }),
  remedy: Type.String({ description: 'What to do about it' }),
  value: Told,
  limit: Told,
})
