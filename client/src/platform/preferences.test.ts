import { expect, it } from 'vitest'
import { deviceLocale } from './preferences.ts'

it.each([
  [['fr-FR', 'en'], 'fr'],
  [['de-DE', 'en-US', 'fr'], 'en'],
  [['EN-gb'], 'en'],
  [['de', 'it'], 'fr'],
  [[], 'fr'],
])('a device that asks for %j gets %s', (languages, expected) =>
  expect(deviceLocale(languages)).toBe(expected),
)
