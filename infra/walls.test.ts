import { ESLint } from 'eslint'
import { describe, expect, it } from 'vitest'
import { walls } from './eslint/walls.mjs'
import { root } from './lib/paths.mjs'

/** Each import that a wall refuses, with one beside it that the same file may make. */
const proofs = [
  {
    file: 'packages/board/src/board.ts',
    refused: `import { x } from '../../domain/src/task.ts'`,
    allowed: `import { x } from './operations/move.ts'`,
    say: 'by their name',
  },
  {
    file: 'packages/sdk/src/socket.ts',
    refused: `import { x } from '../../../server/src/app.ts'`,
    allowed: `import { x } from '@colloque/contract'`,
    say: 'nothing above it',
  },
  {
    file: 'packages/domain/src/task.ts',
    refused: `import { x } from 'node:crypto'`,
    allowed: `import { x } from 'zod'`,
    say: 'The domain runs anywhere',
  },
  {
    file: 'packages/domain/src/task.ts',
    refused: `import { x } from '@colloque/contract'`,
    allowed: `import { x } from './member.ts'`,
    say: 'imports zod only',
  },
  {
    file: 'packages/contract/src/commands.ts',
    refused: `import { x } from 'express'`,
    allowed: `import { x } from '@colloque/domain'`,
    say: 'The contract is shared with browsers',
  },
  {
    file: 'packages/board/src/cards.ts',
    refused: `import { x } from '@colloque/contract'`,
    allowed: `import { x } from 'yjs'`,
    say: 'Board operations run in browsers too',
  },
  {
    file: 'packages/recurrence/src/rule.ts',
    refused: `import { x } from 'luxon'`,
    allowed: `import { x } from 'rrule'`,
    say: 'Recurrence runs in browsers too',
  },
  {
    file: 'packages/fhir/src/task.ts',
    refused: `import { x } from '@colloque/contract'`,
    allowed: `import { x } from '@colloque/domain'`,
    say: 'The mapping to FHIR is pure',
  },
  {
    file: 'packages/sdk/src/outbox.ts',
    refused: `import { x } from 'node:fs'`,
    allowed: `import { x } from 'idb'`,
    say: 'The client library runs in browsers too',
  },
  {
    file: 'packages/embedded-mongo/src/engine.ts',
    refused: `import { x } from '@colloque/domain'`,
    allowed: `import { x } from 'node:fs'`,
    say: 'knows nothing of Colloque',
  },
  {
    file: 'server/src/features/task/task.commands.ts',
    refused: `import { x } from '../../../../client/src/platform/format.ts'`,
    allowed: `import { x } from '@colloque/contract'`,
    say: 'belongs in packages/contract',
  },
  {
    file: 'server/src/platform/log.ts',
    refused: `import { x } from '../features/task/task.service.ts'`,
    allowed: `import { x } from './clock.ts'`,
    say: 'pass what it needs in from app.ts',
  },
  {
    file: 'server/src/features/task/task.service.ts',
    refused: `import { x } from '../flag/flag.service.ts'`,
    allowed: `import { x } from '../care-circle/access.ts'`,
    say: 'in app.ts, on changes',
  },
  {
    file: 'server/src/features/task/reminders/remind.ts',
    refused: `export * from '../../flag/flag.service.ts'`,
    allowed: `export * from '../task.service.ts'`,
    say: 'in app.ts, on changes',
  },
  {
    file: 'server/src/features/task/task.service.ts',
    refused: `import { x } from '../../app.ts'`,
    allowed: `import { x } from '../../platform/changes.ts'`,
    say: 'in app.ts, on changes',
  },
  {
    file: 'server/src/features/task/task.service.ts',
    refused: `import { x } from '../../app/parts.ts'`,
    allowed: `import { x } from '../../platform/part.ts'`,
    say: 'in app.ts, on changes',
  },
  {
    file: 'client/src/features/task/useTaskStore.ts',
    refused: `import { x } from '@colloque/server'`,
    allowed: `import { x } from '@colloque/sdk'`,
    say: 'through packages/sdk',
  },
  {
    file: 'client/src/features/task/useTaskStore.ts',
    refused: `import { x } from 'node:fs'`,
    allowed: `import { x } from 'vue'`,
    say: 'This runs in browsers',
  },
  {
    file: 'client/src/ui/PersonChip.vue',
    refused: `<script setup lang="ts">import { x } from '@colloque/domain'; x()</script><template><p /></template>`,
    allowed: `<script setup lang="ts">import { x } from './colours.ts'; x()</script><template><p /></template>`,
    say: 'ui/ is free of the domain',
  },
  {
    file: 'client/src/platform/socket.ts',
    refused: `const x = await import('../features/task/useTaskStore.ts')`,
    allowed: `const x = await import('./offline.ts')`,
    say: 'register from app/',
  },
  {
    file: 'client/src/features/task/TaskList.ts',
    refused: `type X = import('../../app/router.ts').X`,
    allowed: `type X = import('../../platform/clock.ts').X`,
    say: 'does not know the shell',
  },
  {
    file: 'tests/journeys/sign-in.test.ts',
    refused: `import { x } from '../../server/src/app.ts'`,
    allowed: `import { x } from '@colloque/testing'`,
    say: 'over the wire only',
  },
  {
    file: 'infra/lib/install.mjs',
    refused: `import { x } from 'execa'`,
    allowed: `import { x } from 'node:fs'`,
    say: 'they import nothing but Node',
  },
]

// The snippets are no files of a TypeScript project: the rules that need one are left out here.
const eslint = new ESLint({
  cwd: root,
  overrideConfig: {
    languageOptions: { parserOptions: { projectService: false } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'off',
      '@typescript-eslint/no-misused-promises': 'off',
    },
  },
})

async function wallsHit(code: string, file: string) {
  const [result] = await eslint.lintText(code, { filePath: `${root}/${file}` })
  const parsed = result!.messages.filter((message) => message.fatal)
  expect(parsed).toEqual([])
  return result!.messages
    .filter((message) => message.ruleId === 'colloque/no-import-through-walls')
    .map((message) => message.message)
}

describe('the walls between folders', () => {
  it.each(proofs)('$file may not: $refused', async ({ file, refused, say }) => {
    const messages = await wallsHit(refused, file)
    expect(messages.join('\n')).toContain(say)
  })

  it.each(proofs)('$file may: $allowed', async ({ file, allowed }) => {
    expect(await wallsHit(allowed, file)).toEqual([])
  })

  it('have each a proof here that they stand', () => {
    const unproven = walls.filter((wall) => !proofs.some(({ say }) => wall.say.includes(say)))
    expect(unproven).toEqual([])
  })

  it('let a test use Node and the tools of testing', async () => {
    const code = `import { readFileSync } from 'node:fs'; import fc from 'fast-check'; fc(readFileSync)`
    expect(await wallsHit(code, 'packages/domain/src/task.test.ts')).toEqual([])
  })
})
