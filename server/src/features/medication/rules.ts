/** The rules that this node checks treatments against: those that ship, or those that were imported last. */
import { SHIPPED_RULES, withImported, type InteractionRule, type RuleSet } from '@colloque/interactions'
import type { RulesStore } from './rules.store.ts'

/** How long this node may not know of an import: the command runs in a process of its own. */
const ASK_EVERY_MS = 2_000

export interface RulesInForce {
  start(): Promise<void>
  stop(): Promise<void>
  set(): RuleSet
  rules(): readonly InteractionRule[]
}

export function createRulesInForce(
  store: Pick<RulesStore, 'newest' | 'read'>,
  onError: (error: unknown) => void,
): RulesInForce {
  let held: { readonly id: string | null; readonly set: RuleSet } = { id: null, set: SHIPPED_RULES }
  let timer: NodeJS.Timeout | undefined
  let asking: Promise<void> | undefined

  async function refresh(): Promise<void> {
    const id = await store.newest()
    if (id === held.id) return
    const stored = id === null ? null : await store.read(id)
    // A set is indexed by identity, so one object stays in force until there is another one.
    const set = stored && !stored.isShipped ? withImported(stored) : SHIPPED_RULES
    held = { id, set }
  }

  return {
    start: async () => {
      await refresh()
      timer = setInterval(() => {
        // One at a time; what is known stays in force while the database does not answer.
        asking ??= refresh()
          .catch(onError)
          .finally(() => (asking = undefined))
      }, ASK_EVERY_MS)
      timer.unref()
    },
    stop: async () => {
      clearInterval(timer)
      await asking
    },
    set: () => held.set,
    rules: () => held.set.rules,
  }
}
