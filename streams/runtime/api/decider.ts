/**
 * A life cycle as three pure functions (Chassaing 2021, "Functional Event Sourcing Decider"): what a command does in a state, and
 * what an event makes of it. `decide` throws a HomeostatError to refuse.
 */
export interface Decider<State, Command, Event> {
  initial(): State
  decide(command: Command, state: State): readonly Event[]
  evolve(state: State, event: Event): State
}
