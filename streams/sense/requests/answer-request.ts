import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import { ControlAnswers } from '../../../schemas/topics.ts'
import type { Answer, BudgetContext } from '../budget-state.ts'

interface Request {
  readonly id: string
  readonly by: string
}

/** Looks whether a request can be obeyed, and throws when it cannot; what it returns does so. */
export type Check<R> = (request: R, ctx: BudgetContext) => () => void

/** So many requests are remembered by their ids: one that comes again after as many others is a new one. */
const REMEMBERED = 200

/**
 * Obeys a request or refuses it, and says which. One that comes again gets the same answer and changes nothing; the answer is always the
 * first that is said, so that it then has the same id too.
 */
export function answerRequest<R extends Request>(type: string, request: R, ctx: BudgetContext, check: Check<R>): void {
  const { answers } = ctx.state
  const given = answers.get(request.id)
  if (given) {
    say(given, ctx)
    return
  }
  const said = { request: request.id, type, at: ctx.at, by: request.by }
  let obey: (() => void) | undefined
  let answer: Answer
  try {
    obey = check(request, ctx)
    answer = { type: 'RequestAccepted', value: said }
  } catch (error) {
    if (!(error instanceof HomeostatError)) throw error
    const { code, value = '', limit = '', message } = error
    answer = { type: 'RequestRefused', value: { ...said, code, value: String(value), limit: String(limit), reason: message } }
  }
  answers.set(request.id, answer)
  for (const id of answers.keys()) {
    if (answers.size <= REMEMBERED) break
    answers.delete(id)
  }
  say(answer, ctx)
  obey?.()
}

function say(answer: Answer, ctx: BudgetContext): void {
  const options = { key: `${ctx.key}/${answer.value.request}` }
  if (answer.type === 'RequestAccepted') ctx.emit(ControlAnswers, answer.type, answer.value, options)
  else ctx.emit(ControlAnswers, answer.type, answer.value, options)
}
