import type { Static, TObject, TProperties } from '@sinclair/typebox'
import type { Decoded, ReadMap } from '../../../schemas/codec/codec.ts'
import { HomeostatError } from '../../../schemas/core/homeostat-error.ts'
import type { RecordName } from '../../../schemas/generated/records.ts'
import type { Decider } from './decider.ts'
import type { Context, Handlers } from './processor.ts'
import { type Processor, type ProcessorSpec, processor } from './processor.ts'

export interface DeciderSpec<State, Command, Event, P extends TProperties>
  extends Omit<ProcessorSpec<State, P>, 'on' | 'onThrow' | 'state'> {
  readonly decider: Decider<State, Command, Event>
  /** How the state is written; JSON when it is not given. */
  readonly state?: ProcessorSpec<State, P>['state']
  /** The record types that are commands, and the command that each one is; undefined passes it by. */
  readonly commands: { [K in RecordName]?: (value: ReadMap[K], at: number) => Command | undefined }
  /** Says an event. */
  publish(event: Event, ctx: Context<State, unknown>): void
  /** Says a refusal, with code, value and limit; a refusal is an event too. */
  refuse(error: HomeostatError, command: Command, ctx: Context<State, unknown>): void
}

/**
 * A life cycle as a processor: each command is decided in the state of its key, its events change the state and are published. A
 * refusal (a HomeostatError) is published and changes nothing; any other error is a defect and goes to the dead letters, which blocks
 * the key where the topic has a life cycle. The state is never changed in place, so a throw leaves it as it was.
 */
export function deciderProcessor<State, Command, Event, P extends TProperties>(
  spec: DeciderSpec<State, Command, Event, P>,
): Processor {
  const { decider, commands, publish, refuse, state, ...rest } = spec
  const on: Record<string, (value: Decoded['value'], ctx: Context<State, unknown>) => void> = {}
  for (const [type, toCommand] of Object.entries(commands) as [
    string,
    (value: Decoded['value'], at: number) => Command | undefined,
  ][]) {
    on[type] = (value, ctx) => {
      const command = toCommand(value, ctx.at)
      if (command === undefined) return
      const events = decided(decider, command, ctx, refuse)
      for (const event of events) publish(event, ctx)
      ctx.state = events.reduce((next, event) => decider.evolve(next, event), ctx.state)
    }
  }
  return processor({
    ...rest,
    state: state ?? jsonState(decider.initial),
    onThrow: 'keep',
    on: on as unknown as Handlers<State, Static<TObject<P>>>, // keyed by record types, each handler with its own value
  })
}

function decided<State, Command, Event>(
  decider: Decider<State, Command, Event>,
  command: Command,
  ctx: Context<State, unknown>,
  refuse: (error: HomeostatError, command: Command, ctx: Context<State, unknown>) => void,
): readonly Event[] {
  try {
    return decider.decide(command, ctx.state)
  } catch (error) {
    if (!(error instanceof HomeostatError)) throw error
    refuse(error, command, ctx)
    return []
  }
}

function jsonState<State>(initial: () => State): ProcessorSpec<State, TProperties>['state'] {
  return {
    version: 1,
    empty: initial,
    encode: (value) => Buffer.from(JSON.stringify(value)),
    decode: (bytes) => JSON.parse(bytes.toString()) as State, // written by encode
  }
}
