import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { repositoryRoot } from '../../../support/repository.ts'
import { renderGuide } from './render-guide.ts'

// Writes docs/guides/bad-input.md; a test says when it is stale.

writeFileSync(join(repositoryRoot, 'docs/guides/bad-input.md'), renderGuide())
