import { LinkTokenSchema } from '@colloque/contract'
import { PLACE } from './link.ts'

/** The secret of the link that was opened; undefined where there is none, or half of one. */
export const heldToken = (): string | undefined =>
  LinkTokenSchema.safeParse(sessionStorage.getItem(PLACE)).data

/** It has done its work, or never will. */
export const dropToken = (): void => sessionStorage.removeItem(PLACE)
