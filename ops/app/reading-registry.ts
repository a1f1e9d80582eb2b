import type { Registry } from '../../schemas/registry/registry.ts'
import { sameMeaning } from '../../schemas/registry/same-meaning.ts'

/** A registry as a process uses it that only reads: what is not known gets an id that no registry gives, and is told to nobody. */
export function readingRegistry(registry: Registry): Registry {
  let next = LARGEST_ID
  return {
    ...registry,
    async register(subject, schema) {
      const known = (await registry.versions(subject)).find((version) => sameMeaning(version.schema, schema))
      return known?.id ?? next--
    },
  }
}

/** Ids are whole numbers of 32 bits; registries count from 1. */
const LARGEST_ID = 2 ** 31 - 1
