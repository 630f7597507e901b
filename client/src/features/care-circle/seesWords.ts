/** What somebody sees and may do, as the server says it, in the order in which it is read. */
import type { QueryOutput } from '@colloque/contract'

export type Sees = QueryOutput<'memberSees'>

/** Said by the documents themselves. */
const OF_DOCUMENTS = ['board.write', 'plan.edit']

/** The key of a permission's words. */
export const actKeyOf = (permission: string): string => permission.replace('.', '_')

export interface ActWord {
  readonly key: string
  readonly delegated: boolean
}

/** Nobody without a view may do anything: their acts are not listed. */
export function actsOf({ permissions, view }: Sees): { may: ActWord[]; mayNot: ActWord[] } {
  const said = permissions.filter(({ permission }) => !OF_DOCUMENTS.includes(permission))
  const words = (allowed: boolean) =>
    said
      .filter((one) => one.allowed === allowed)
      .map(({ permission, delegated }) => ({ key: actKeyOf(permission), delegated }))
  return view === null ? { may: [], mayNot: [] } : { may: words(true), mayNot: words(false) }
}
