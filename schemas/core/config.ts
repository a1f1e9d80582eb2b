import { type Static, type TObject, type TProperties, Type } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'
import { HomeostatError } from './homeostat-error.ts'

/**
 * The configuration of a component: a typebox object whose every property has a default, a description and, where it is a number, a
 * unit and a range. It is validated at start, is part of a stage's version, and the CLI prints its reference.
 */
export type ConfigSchema<P extends TProperties = TProperties> = TObject<P>

export function configSchema<P extends TProperties>(properties: P): ConfigSchema<P> {
  return Type.Object(properties, { additionalProperties: false })
}

/**
 * The given settings over the defaults.
 * @throws HS_CONFIG_INVALID with the path of the first key that is unknown or out of range
 */
export function configure<P extends TProperties>(
  component: string,
  schema: ConfigSchema<P>,
  given: unknown = {},
): Static<TObject<P>> {
  const value = Value.Default(schema, structuredClone(given))
  const first = Value.Errors(schema, value).First()
  if (first) {
    throw new HomeostatError('HS_CONFIG_INVALID', {
      message: `${component}${first.path.replaceAll('/', '.')}: ${first.message}. \`homeostat config ${component}\` prints what is allowed.`,
      value: String(first.value),
    })
  }
  return value as Static<TObject<P>>
}
