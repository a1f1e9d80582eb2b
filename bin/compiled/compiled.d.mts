export function compiled(
  name: string,
  entries: readonly string[],
  failed?: (error: unknown) => void,
): Promise<ReadonlyMap<string, string> | undefined>
