export function compiled(name: string, entries: readonly string[]): Promise<ReadonlyMap<string, string> | undefined>
