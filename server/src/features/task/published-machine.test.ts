import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { TASK_TRANSITIONS, type TaskTransition } from '@colloque/domain'
import { expect, it } from 'vitest'

const PAGE = resolve(import.meta.dirname, '../../../../docs/tasks.md')
const quoted = (words: readonly string[]) => words.map((word) => `\`${word}\``).join(', ')

it('the page on tasks shows the state machine as it is', async () => {
  const lines = (await readFile(PAGE, 'utf8')).split('\n').map((line) => line.replace(/ +/g, ' '))
  const shown = lines.filter((line) => /^\| `\w+` \| `\w+` \|/.test(line))
  const expected = Object.entries(TASK_TRANSITIONS).flatMap(([from, steps]) =>
    Object.entries(steps as Record<string, TaskTransition>).map(
      ([step, { to, by }]) => `| \`${from}\` | \`${step}\` | ${quoted(to)} | ${quoted(by)} |`,
    ),
  )
  expect(shown).toEqual(expected)
})
