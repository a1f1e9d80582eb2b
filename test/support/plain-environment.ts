/**
 * This process's environment without what would send a program of ours to an installation, cluster or database of whoever runs the tests,
 * and without the engine's coverage folder.
 */
export function plainEnvironment(): NodeJS.ProcessEnv {
  const steers = /^(HOMEOSTAT_(?!CACHE$)|POSTGRES_DSN$|NODE_V8_COVERAGE$)/
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !steers.test(name)))
}
