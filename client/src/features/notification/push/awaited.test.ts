import { expect, it } from 'vitest'
import { awaitsAnswer } from './awaited.ts'

const HELENE = '6c2a3f52-6f1c-4e0b-9a51-2f1f9a7e66c1'
const saying = (input: object) => awaitsAnswer({ name: 'message.post', input: { text: 'Bonjour', ...input } })
const mention = (kind: string, id: string) => ({
  body: {
    type: 'doc',
    content: [{ type: 'paragraph', content: [{ type: 'mention', attrs: { kind, id, label: 'Hélène' } }] }],
  },
})

it.each([
  ['is important', { urgency: 'important' }],
  ['is urgent', { urgency: 'urgent' }],
  ['asks somebody', { to: { accountIds: [HELENE], professions: [] } }],
  ['mentions somebody', mention('person', HELENE)],
])('awaits an answer to what %s', (_why, input) => expect(saying(input)).toBe(true))

it.each([
  ['is said to all', {}],
  ['asks a profession', { to: { accountIds: [], professions: ['nurse'] } }],
  ['mentions a profession', mention('profession', 'nurse')],
])('does not, when it %s', (_why, input) => expect(saying(input)).toBe(false))

it('does not for anything but words', () =>
  expect(awaitsAnswer({ name: 'task.create', input: { urgency: 'urgent' } })).toBe(false))
