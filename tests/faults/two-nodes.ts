import { createColloqueClient, type ColloqueClient } from '@colloque/sdk'
import { startServer, type RunningServer } from '@colloque/testing'
import { createCuttableProxy, type CuttableProxy } from '../sdk/cuttable-proxy.ts'

/** Two servers on one database, and people at work in the demo house, each device on a wire of its own. */
export interface TwoNodes {
  readonly nodes: readonly [RunningServer, RunningServer]
  readonly wires: readonly CuttableProxy[]
  /** A signed-in device of an account, on a node, over a wire that can be cut. */
  device(account: DemoAccount, node: 0 | 1): Promise<Device>
  accounts(): Promise<readonly DemoAccount[]>
  stop(): Promise<void>
}

export interface DemoAccount {
  readonly email: string
  readonly password: string
  readonly name: string
  readonly profession: string | null
}

export interface Device {
  readonly client: ColloqueClient
  readonly wire: CuttableProxy
  readonly node: 0 | 1
}

export async function startTwoNodes(): Promise<TwoNodes> {
  const first = await startServer()
  const second = await startServer({ dataFolder: first.dataFolder }).catch(async (error: unknown) => {
    await first.stop()
    throw error
  })
  const nodes = [first, second] as const
  const wires: CuttableProxy[] = []
  const clients: ColloqueClient[] = []

  function client(baseUrl: string): ColloqueClient {
    const made = createColloqueClient({ baseUrl, cookies: 'own' })
    clients.push(made)
    return made
  }

  return {
    nodes,
    wires,
    async device({ email, password }, node) {
      const wire = await createCuttableProxy(nodes[node].port)
      wires.push(wire)
      const made = client(wire.url)
      await made.signIn(email, password)
      return { client: made, wire, node }
    },
    accounts: async () => (await client(first.url).api.demo())?.accounts ?? [],
    async stop() {
      for (const one of clients) one.close()
      for (const wire of wires) await wire.stop()
      await second.stop()
      await first.stop()
    },
  }
}
