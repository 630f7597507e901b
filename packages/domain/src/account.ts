import { z } from 'zod'
import { RppsSchema } from './identifiers.ts'
import { ProfessionSchema } from './profession.ts'
import { IdSchema, line } from './values.ts'

/** A person who can sign in. What they may see follows from the care circles they are in, never from here. */
export const AccountSchema = z.object({
  id: IdSchema,
  email: z.email().max(254),
  name: line(120),
  /** null for a relative or the patient. */
  profession: ProfessionSchema.nullable(),
  phone: line(30).nullable(),
  teamIds: z.array(IdSchema),
  /** Null for whoever has none, and in what was kept before it was asked for. */
  rpps: RppsSchema.nullable().default(null),
})
export type Account = z.infer<typeof AccountSchema>
