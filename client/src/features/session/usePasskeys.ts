/** One's own passkeys: the list, and what can be done with it. */
import type { Passkey } from '@colloque/contract'
import { ref } from 'vue'
import { useClient } from '../../platform/client.ts'
import { useProof } from '../../platform/proof/useProof.ts'

/** Call it in setup. */
export function usePasskeys() {
  const { api } = useClient()
  const { proved } = useProof()
  /** Undefined until the server has answered. */
  const items = ref<readonly Passkey[]>()

  const replace = (passkey: Passkey) => {
    items.value = items.value?.map((one) => (one.id === passkey.id ? passkey : one))
  }

  /** @throws DomainError */
  async function load() {
    items.value = ((await api.ask('GET', '/me/passkeys')) as { items: Passkey[] }).items
  }

  /** @returns the passkey; undefined when they cancelled @throws PasskeyProblem, DomainError */
  async function add(name: string): Promise<Passkey | undefined> {
    const options = (await proved(() => api.ask('POST', '/me/passkeys/options'))) as object | undefined
    if (!options) return undefined
    const { makePasskey } = await import('../../platform/proof/ceremony.ts')
    const response = await makePasskey(options)
    const made = (await api.ask('POST', '/me/passkeys', { name, response })) as Passkey
    items.value = [...(items.value ?? []), made]
    return made
  }

  /** @throws DomainError */
  async function rename(id: string, name: string) {
    replace((await api.ask('PATCH', `/me/passkeys/${id}`, { name })) as Passkey)
  }

  /** @returns whether it is gone; false when they cancelled @throws DomainError */
  async function remove(id: string): Promise<boolean> {
    const isGone = await proved(async () => {
      await api.ask('DELETE', `/me/passkeys/${id}`)
      return true
    })
    if (isGone) items.value = items.value?.filter((one) => one.id !== id)
    return isGone ?? false
  }

  return { items, load, add, rename, remove }
}
