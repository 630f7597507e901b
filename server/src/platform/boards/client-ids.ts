import { TEMPLATE_CLIENT } from '@colloque/board'

/**
 * Which account writes under which Yjs client id in one document. Yjs takes the first struct under an id and
 * clock for the true one: whoever writes under another's id makes that person's later edits vanish for good.
 * So an id belongs to whoever came with it first, by presence or by a stored struct.
 */
export class ClientIds {
  readonly #owners = new Map<number, string>([[TEMPLATE_CLIENT, 'system:template']])
  readonly #retired = new Set<number>()

  mayUse(client: number, accountId: string): boolean {
    if (this.#retired.has(client)) return false
    const owner = this.#owners.get(client)
    return owner === undefined || owner === accountId
  }

  reserve(client: number, accountId: string): void {
    if (!this.#owners.has(client)) this.#owners.set(client, accountId)
  }

  /** Content under these ids was erased with its epoch: nothing is ever written under them again. */
  retire(clients: Iterable<number>): void {
    for (const client of clients) this.#retired.add(client)
  }

  isRetired(client: number): boolean {
    return this.#retired.has(client)
  }

  get retired(): number[] {
    return [...this.#retired]
  }

  /** For the snapshot. */
  entries(): [client: number, by: string][] {
    return [...this.#owners]
  }
}
