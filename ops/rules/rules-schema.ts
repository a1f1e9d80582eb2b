import { ruleConfig, rulesConfig } from './rule-config.ts'

/** The JSON Schema of a document of rules. What has a default may be left out, which a schema of whole settings does not say. */
export function rulesSchema(): object {
  const items = { ...ruleConfig, required: ['name', 'metric'] }
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Rules of Homeostat',
    ...rulesConfig,
    properties: { rules: { ...rulesConfig.properties.rules, items } },
  }
}
