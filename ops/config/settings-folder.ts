/** Where `sources.yaml` and `sinks.yaml` are looked for: the folder that `HOMEOSTAT_SETTINGS` names, else the data folder. */
export function settingsFolder(data: string, env: Readonly<Record<string, string | undefined>>): string {
  return env.HOMEOSTAT_SETTINGS || data
}
