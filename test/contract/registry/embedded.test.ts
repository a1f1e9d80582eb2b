import { test } from 'uvu'
import { embeddedRegistry } from '../../../schemas/registry/embedded-registry.ts'
import { memoryStore } from './memory-store.ts'
import { registryContract } from './suite.ts'

registryContract(
  'embedded',
  async () => {
    const store = memoryStore()
    return { open: () => embeddedRegistry(store) }
  },
  { manyWriters: false },
)

test.run()
