import type { Demo } from '@colloque/contract'
import { HOUSE, OUTSIDER, RELATIVE } from './content/people.ts'

/** The same for all, and shown on the sign-in page: the demo holds invented people only. */
export const DEMO_PASSWORD = 'colloque-sous-les-tilleuls'

/** The accounts that the demo offers; the last ones are a relative, and somebody who is in no circle. */
export function demoAccounts(): Demo['accounts'] {
  return [...HOUSE.people, RELATIVE, OUTSIDER].map(({ email, name, profession }) => ({
    email,
    password: DEMO_PASSWORD,
    name,
    profession,
  }))
}
