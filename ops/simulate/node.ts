import { SimProcess, type Surroundings } from './sim-process.ts'

/** What a process does: begins when the process does, and returns how it is stopped in good order. */
export type Role = (process: SimProcess, version: string) => { stop(): Promise<void> }

/** A place where a process runs; when it ends another is started there, which knows nothing of it. */
export class SimNode {
  private process: SimProcess | undefined
  private running: readonly { stop(): Promise<void> }[] = []
  private generation = 0

  constructor(
    readonly name: string,
    private readonly around: Surroundings,
    private readonly roles: readonly Role[],
    private readonly currentVersion: () => string,
    /** Told of every process that has ended. */
    private readonly onEnd: (process: SimProcess) => void,
  ) {}

  start(): void {
    const { random } = this.around.scheduler
    const version = this.currentVersion()
    const name = `${this.name}.${++this.generation}`
    const process = new SimProcess(name, this.around, () => this.ended(process), random.between(-100, 100))
    process.note(`starts with ${version}`)
    this.process = process
    this.running = this.roles.map((role) => role(process, version))
  }

  /** Stops in good order; resolves when all that was begun is committed, or when the process has ended before that. */
  async stop(): Promise<void> {
    const { process } = this
    if (!process?.alive) return
    process.note('stops')
    const gone = new Promise<void>((resolve) => this.waiting.push(resolve))
    await Promise.race([Promise.all(this.running.map((role) => role.stop())), gone])
    process.end('has stopped')
  }

  end(why: string): void {
    this.process?.end(why)
  }

  private waiting: (() => void)[] = []

  private ended(process: SimProcess): void {
    for (const resolve of this.waiting.splice(0)) resolve()
    this.onEnd(process)
  }
}
