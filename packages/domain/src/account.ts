import { z } from 'zod'
import { ProfessionSchema } from './profession.ts'
import { IdSchema, line } from './values.ts'

/** A person who can sign in. What they may see follows from the care circles they are in, never from here. */
export const AccountSchema = z.object({
  id: IdSchema,
  email: z.email().max(254),
  name: line(120),
  profession: ProfessionSchema,
  phone: line(30).nullable(),
  teamIds: z.array(IdSchema),
})
export type Account = z.infer<typeof AccountSchema>
