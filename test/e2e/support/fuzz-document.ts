/** The parts of an OpenAPI document that are touched here. */
export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly parameters?: readonly Parameter[] }>>>>
}

export interface Parameter {
  readonly in: string
  readonly name: string
  readonly [field: string]: unknown
}

/**
 * An OpenAPI document with an example for every parameter whose name is known, so that a fuzzer also meets what is there and not only
 * addresses of nothing.
 */
export function withExamples({ paths, ...document }: OpenApi, examples: Readonly<Record<string, unknown>>): OpenApi {
  const exemplary = (parameter: Parameter): Parameter =>
    parameter.name in examples ? { ...parameter, example: examples[parameter.name] } : parameter
  return {
    ...document,
    paths: mapped(paths, (item) =>
      mapped(item, ({ parameters, ...operation }) =>
        parameters ? { ...operation, parameters: parameters.map(exemplary) } : operation,
      ),
    ),
  }
}

function mapped<T>(record: Readonly<Record<string, T>>, change: (value: T) => T): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]))
}
