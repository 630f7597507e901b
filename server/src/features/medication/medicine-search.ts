/** The medicines that can be searched on this node: made when first asked for, anew when another generation is in use. */
import type { Medicine, QueryOutput } from '@colloque/contract'
import { DomainError } from '@colloque/domain'
import { COMMON_MEDICATIONS } from '@colloque/interactions'
import type { ImportedMedicine } from './bdpm/read-bdpm.ts'
import { buildMedicineIndex, type MedicineIndex } from './medicine-index.ts'
import type { MedicinesHead, MedicinesStore } from './medicines.store.ts'

/** How long this node may not know of an import: the command runs in a process of its own. */
const ASK_EVERY_MS = 2_000
const TRIES = 3

interface Held {
  readonly head: MedicinesHead | null
  readonly index: MedicineIndex
}

export interface MedicineSearch {
  search(typed: string, limit: number): Promise<QueryOutput<'medicines'>>
}

const COMMON: readonly Medicine[] = COMMON_MEDICATIONS.map(({ name, atc, substances, brands }) => {
  const [title = '', ...form] = name.split(/,\s/)
  const words = substances.join(' + ').length
  return {
    ...{ cis: null, name, atc, atcFrom: 'list', marketed: true },
    form: form.join(', ') || null,
    strength: title.slice(words).trim() || null,
    substances: [...substances],
    brands: [...brands],
  }
})

export function createMedicineSearch(
  store: Pick<MedicinesStore, 'head' | 'read'>,
  onError: (error: unknown) => void,
): MedicineSearch {
  let held: Held | undefined
  let loading: Promise<Held> | undefined
  let askedAt = -Infinity

  async function load(): Promise<Held> {
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const head = await store.head()
      if (held && held.head?.generation === head?.generation) return held
      const imported = head ? await store.read(head) : []
      // Between the two reads another import has taken its place.
      if (!imported) continue
      return { head, index: await buildMedicineIndex([...COMMON, ...imported.map(present)]) }
    }
    throw new DomainError('unavailable')
  }

  /** One at a time. */
  function refresh(): Promise<Held> {
    askedAt = performance.now()
    loading ??= load()
      .then((loaded) => (held = loaded))
      .finally(() => (loading = undefined))
    return loading
  }

  return {
    search: async (typed, limit) => {
      if (held && performance.now() - askedAt > ASK_EVERY_MS) refresh().catch(onError)
      const { index, head } = held ?? (await refresh())
      return { items: index.search(typed, limit), source: sourceOf(head) }
    },
  }
}

const sourceOf = (head: MedicinesHead | null): QueryOutput<'medicines'>['source'] =>
  head
    ? { name: 'Base de données publique des médicaments', date: head.date, count: head.count }
    : { name: 'Liste courte de Colloque', date: null, count: COMMON.length }

const present = ({ routes: _routes, isMarketed, substances, ...medicine }: ImportedMedicine): Medicine => ({
  ...medicine,
  marketed: isMarketed,
  substances: [...substances],
  brands: [],
})
