/**
 * The settings of a server of which only the URL is known, with what the environment says that it wants to see. A secret itself is not
 * among them, only the name of its variable.
 */
export function configOfUrl(url: string, env: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  const given: Record<string, string> = { url }
  const isSet = (variable: string) => (env[variable] ?? '') !== ''
  for (const [key, variable] of Object.entries(variables)) if (isSet(variable)) given[key] = env[variable] ?? ''
  for (const [key, variable] of Object.entries(secretVariables)) if (isSet(variable)) given[key] = variable
  return given
}

const variables: Readonly<Record<string, string>> = {
  tokenFile: 'HOMEOSTAT_PROMETHEUS_TOKEN_FILE',
  username: 'HOMEOSTAT_PROMETHEUS_USERNAME',
  passwordFile: 'HOMEOSTAT_PROMETHEUS_PASSWORD_FILE',
  tenant: 'HOMEOSTAT_PROMETHEUS_TENANT',
  caFile: 'HOMEOSTAT_PROMETHEUS_CA_FILE',
}

/** Variables that hold a secret are named in the plan; they are looked up when it is sent. */
const secretVariables: Readonly<Record<string, string>> = {
  tokenEnv: 'HOMEOSTAT_PROMETHEUS_TOKEN',
  passwordEnv: 'HOMEOSTAT_PROMETHEUS_PASSWORD',
}
