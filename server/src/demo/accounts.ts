import type { Profession } from '@colloque/domain'
import { HOUSE, OUTSIDER } from './content/people.ts'

/** The same for all, and shown on the sign-in page: the demo holds invented people only. */
export const DEMO_PASSWORD = 'colloque-sous-les-tilleuls'

/** The accounts that the demo offers; the last one is in no circle. */
export function demoAccounts(): { email: string; password: string; name: string; profession: Profession }[] {
  return [...HOUSE.people, OUTSIDER].map(({ email, name, profession }) => ({
    email,
    password: DEMO_PASSWORD,
    name,
    profession,
  }))
}
