import type { QueryHandlers } from '../../platform/http/api.routes.ts'
import type { RateLimit } from '../../platform/http/limits.ts'
import type { MedicineSearch } from './medicine-search.ts'

interface Parts {
  readonly medicines: MedicineSearch
  /** Of one account. */
  readonly limit: RateLimit
}

/** The same for everybody who has signed in: nothing of a patient is asked or answered. */
export function medicineQueries({ medicines, limit }: Parts): Pick<QueryHandlers, 'medicines'> {
  return {
    medicines: async ({ search: { q, limit: most } }, actor) => {
      await limit.take(actor.accountId)
      return await medicines.search(q, most)
    },
  }
}
