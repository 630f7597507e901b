import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createColloqueClient, type ColloqueClient } from '@colloque/sdk'
import { startRedis, startServer, type RunningRedis, type RunningServer } from '@colloque/testing'
import { createCuttableProxy, type CuttableProxy } from '../sdk/cuttable-proxy.ts'

/** Two servers on one database, and people at work in the demo house, each device on a wire of its own. */
export interface House {
  readonly nodes: readonly [RunningServer, RunningServer]
  readonly redis: RunningRedis | undefined
  /** Between people's devices and the servers. */
  readonly wires: readonly CuttableProxy[]
  /** Between the second server and the engine; the first one has the engine beside it. */
  readonly databaseWire: CuttableProxy | undefined
  /** Between each server and Redis. */
  readonly redisWires: readonly CuttableProxy[]
  /** A signed-in device of an account, on a node, over a wire that can be cut; or with no wire between. */
  device(account: DemoAccount, node: NodeIndex, by?: 'wire' | 'itself' | Through): Promise<Device>
  accounts(): Promise<readonly DemoAccount[]>
  /** A sentence for each device whose session ended by itself. */
  readonly signedOut: readonly string[]
  /** Closes all devices and their wires: others may take their places. */
  sendHome(): Promise<void>
  stop(): Promise<void>
}

export type NodeIndex = 0 | 1

export interface DemoAccount {
  readonly email: string
  readonly password: string
  readonly name: string
  readonly profession: string | null
}

/** Something of the test's own between a device and its server. */
export interface Through {
  readonly url: string
}

export interface Device {
  readonly client: ColloqueClient
  readonly url: string
  readonly node: NodeIndex
}

export interface HouseOptions {
  /** Starts a Redis for both servers, each on a wire of its own. */
  readonly redis?: boolean
  /** The second server reaches the engine by TCP, over a wire; otherwise both watch over it. */
  readonly databaseWire?: boolean
  /** More of the environment of the second server. */
  readonly second?: Readonly<Record<string, string>>
}

/** @throws where one of it does not start; all that did is ended then */
export async function startHouse(options: HouseOptions = {}): Promise<House> {
  const ending: (() => Promise<unknown>)[] = []
  const stop = async () => {
    for (const end of ending.splice(0).reverse()) await end()
  }
  try {
    return await build(options, ending, stop)
  } catch (error) {
    await stop()
    throw error
  }
}

async function build(
  { redis: wantsRedis = false, databaseWire: wantsWire = false, second: besides = {} }: HouseOptions,
  ending: (() => Promise<unknown>)[],
  stop: () => Promise<void>,
): Promise<House> {
  async function owned<T extends { stop(): Promise<unknown> }>(starting: Promise<T>): Promise<T> {
    const started = await starting
    ending.push(() => started.stop())
    return started
  }
  const redis = wantsRedis ? await owned(startRedis()) : undefined
  const redisWires = redis
    ? [await owned(createCuttableProxy(redis.port)), await owned(createCuttableProxy(redis.port))]
    : []
  const redisOf = (node: NodeIndex): Record<string, string> => {
    const wire = redisWires[node]
    return wire ? { REDIS_URL: `redis://127.0.0.1:${wire.port}` } : {}
  }

  const first = await owned(startServer({ environment: redisOf(0) }))
  const { dataFolder } = first
  const databaseWire = wantsWire
    ? await owned(createCuttableProxy(() => engineSocket(dataFolder)))
    : undefined
  const overWire = databaseWire && {
    MONGODB_URI: `mongodb://127.0.0.1:${databaseWire.port}/colloque?directConnection=true&w=majority&journal=true`,
    COLLOQUE_SECRET_FILE: join(dataFolder, 'secret'),
    COLLOQUE_AUDIT_FOLDER: join(dataFolder, 'audit'),
  }
  const second = await owned(
    startServer({ dataFolder, environment: { ...redisOf(1), ...overWire, ...besides } }),
  )
  const nodes = [first, second] as const
  const wires: CuttableProxy[] = []
  const clients: ColloqueClient[] = []
  const signedOut: string[] = []

  function client(baseUrl: string): ColloqueClient {
    const made = createColloqueClient({ baseUrl, cookies: 'own' })
    clients.push(made)
    return made
  }
  async function sendHome(): Promise<void> {
    for (const one of clients.splice(0)) one.close()
    for (const wire of wires.splice(0)) await wire.stop()
  }
  ending.push(sendHome)

  return {
    nodes,
    redis,
    wires,
    databaseWire,
    redisWires,
    signedOut,
    sendHome,
    async device({ email, password }, node, by = 'wire') {
      let { url } = typeof by === 'object' ? by : nodes[node]
      if (by === 'wire') {
        const wire = await createCuttableProxy(nodes[node].port)
        wires.push(wire)
        url = wire.url
      }
      const made = client(url)
      await made.signIn(email, password)
      made.onAccount((account, why) => {
        if (!account) signedOut.push(`${email} was signed out on server ${node}: ${why}`)
      })
      return { client: made, url, node }
    },
    accounts: async () => (await client(first.url).api.demo())?.accounts ?? [],
    stop,
  }
}

/** Where the engine of a data folder listens; the path stays valid when it is started again. */
async function engineSocket(dataFolder: string): Promise<string> {
  const { run } = JSON.parse(await readFile(join(dataFolder, 'engine.json'), 'utf8')) as { run: string }
  return join(run, 'mongo.sock')
}
