import { expect, it } from 'vitest'
import { isPath, readPayload } from './payload.ts'

it('reads what the server sends', () => {
  const url = '/situations/1/fil?message=2'
  expect(readPayload(JSON.stringify({ kind: 'urgent', url, tag: 'abc' }))).toEqual({
    kind: 'urgent',
    url,
    tag: 'abc',
  })
})

it.each(['', 'words', '[]', 'null', '{"kind":"tomorrow"}', undefined])('shows something for %j', (text) =>
  expect(readPayload(text)).toEqual({ kind: 'other', url: '/', tag: 'other /' }),
)

it.each([
  'https://elsewhere.example',
  '//elsewhere.example',
  '/\\elsewhere.example',
  'javascript:alert(1)',
  '',
])('does not lead to %j', (url) => {
  expect(isPath(url)).toBe(false)
  expect(readPayload(JSON.stringify({ kind: 'task', url })).url).toBe('/')
})
