import { expect, it } from 'vitest'
import { ownPath, withReason } from './oidc-paths.ts'

it.each(['/', '/situations/1/plan', '/moi?onglet=cles#bas', '/%2e%2e/x'])('%s is a path of ours', (path) => {
  expect(ownPath(path)).toMatch(/^\/(?!\/)/)
  expect(new URL(ownPath(path), 'https://colloque.example').origin).toBe('https://colloque.example')
})

it.each([
  'https://evil.example',
  '//evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  ' //evil.example',
  '/.//evil.example',
  '/x/..//evil.example',
  'javascript:alert(1)',
  '/api/v1/session/oidc/start',
  '',
  undefined,
  ['/x'],
  `/${'x'.repeat(600)}`,
])('%j leads home', (path) => {
  expect(ownPath(path)).toBe('/')
})

it('a reason is added to what a path has', () => {
  expect(withReason('/connexion', 'oidc_unknown')).toBe('/connexion?pourquoi=oidc_unknown')
  expect(withReason('/moi?onglet=1#bas', 'x')).toBe('/moi?onglet=1&pourquoi=x#bas')
})
