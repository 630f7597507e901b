import { expect, it } from 'vitest'
import { initials } from './initials.ts'

it.each([
  ['Karim Benali', 'KB'],
  ['Dr Hélène Marchand', 'HM'],
  ['Anne-Laure de la Tour', 'AT'],
  ['élodie', 'É'],
  ['', ''],
])('%s is %s', (name, expected) => expect(initials(name)).toBe(expected))
