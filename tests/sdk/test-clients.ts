import type { CommandInput } from '@colloque/contract'
import type { EntityOf, EntityType } from '@colloque/domain'
import {
  createBoardConnection,
  createColloqueClient,
  type BoardConnection,
  type ColloqueClient,
  type ColloqueClientOptions,
} from '@colloque/sdk'
import type { RunningServer } from '@colloque/testing'
import { expect, vi } from 'vitest'

/** Waits until it holds; the outer measure of « at once » here. */
export const soon = (check: () => void) => vi.waitFor(check, { timeout: 15_000, interval: 20 })

export type ClientOptions = Partial<ColloqueClientOptions>

/** Clients of the demo's accounts on one server. */
export function createTestClients(server: () => RunningServer) {
  const clients: ColloqueClient[] = []

  function client(options: ClientOptions = {}): ColloqueClient {
    const made = createColloqueClient({ baseUrl: server().url, cookies: 'own', ...options })
    clients.push(made)
    return made
  }

  async function credentials(profession: string): Promise<{ email: string; password: string }> {
    const demo = await client().api.demo()
    const account = demo?.accounts.find((candidate) => candidate.profession === profession)
    if (!account) throw new Error(`the demo has no ${profession}`)
    return account
  }

  async function signedIn(profession: string, options: ClientOptions = {}): Promise<ColloqueClient> {
    const { email, password } = await credentials(profession)
    const made = client(options)
    await made.signIn(email, password)
    await soon(() => expect(made.connection.connected).toBe(true))
    return made
  }

  return {
    client,
    credentials,
    signedIn,
    /** A nurse and a doctor who both have a case of their own open; options are the nurse's. */
    async twoInOneCase(options: ClientOptions = {}) {
      const [nurse, doctor] = [await signedIn('nurse', options), await signedIn('physician')]
      const caseId = await caseOf(nurse, [doctor])
      const opened = [nurse, doctor].map((one) => one.openCase(caseId).ready)
      await Promise.all(opened)
      const stream = `case:${caseId}` as const
      await soon(() => expect([nurse, doctor].every(({ replica }) => replica.isCurrent(stream))).toBe(true))
      return { nurse, doctor, caseId, stream }
    },
    closeAll: () => clients.splice(0).forEach((one) => one.close()),
  }
}

/** Clients of the demo's first accounts on a server, relatives aside, signed in. */
export async function demoClients(url: string, count: number): Promise<ColloqueClient[]> {
  const open = () => createColloqueClient({ baseUrl: url, cookies: 'own' })
  const { accounts } = (await open().api.demo())!
  const people = accounts.filter(({ profession }) => profession !== null).slice(0, count)
  const clients = people.map(open)
  for (const [index, { email, password }] of people.entries()) await clients[index]!.signIn(email, password)
  return clients
}

/** A document as a client opens it on a server. @param keeps whether the device keeps it for work without network */
export const openDocument = (
  client: ColloqueClient,
  url: string,
  document: string,
  keeps: 'kept' | 'passing' = 'passing',
): BoardConnection =>
  createBoardConnection({
    url: `${url.replace(/^http/, 'ws')}/yjs`,
    document,
    accountId: client.account!.id,
    getToken: () => client.token(),
    ...(keeps === 'kept' ? { store: client.documentStore() } : {}),
  })

/** Opens a case, with others in its circle. */
export async function caseOf(by: ColloqueClient, others: readonly ColloqueClient[] = []): Promise<string> {
  const input: Omit<CommandInput<'case.create'>, 'commandId'> = {
    patient: { birthName: 'Essai', firstNames: 'Paule', birthDate: '1941-03-09', sex: 'female' },
    reason: 'Essai',
    informed: { how: 'oral' },
    circle: others.flatMap(({ account }) => account?.id ?? []),
    confirmedDistinct: true,
  }
  return (await by.outbox.send('case.create', input)).data.id
}

/** The entities of one type that a client holds of a case, in the order in which they were made. */
export function heldOf<Type extends EntityType>(
  by: ColloqueClient,
  caseId: string,
  type: Type,
): (EntityOf<Type> & { id: string })[] {
  return [...by.replica.entities(`case:${caseId}`).values()]
    .filter((entity) => entity.type === type)
    .sort((one, other) => one.createdSeq - other.createdSeq)
    .map(({ id, after }) => ({ ...(after as EntityOf<Type>), id }))
}

export const textsOf = (by: ColloqueClient, caseId: string) =>
  heldOf(by, caseId, 'message').map(({ text }) => text)
