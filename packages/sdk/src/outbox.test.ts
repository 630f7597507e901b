import type { CommandName } from '@colloque/contract'
import { DomainError, type ErrorCode } from '@colloque/domain'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import type { Done } from './api.ts'
import { createMemoryOutboxStore, type OutboxStore } from './outbox-store.ts'
import { createOutbox, type Outbox } from './outbox.ts'
import { lockOwnership, soleOwnership, type Ownership } from './ownership.ts'
import { LIMITED_ATTEMPTS } from './retry-policy.ts'

const ACCOUNT = 'anne'
const turn = () => new Promise<void>((resolve) => setImmediate(resolve))
const settle = async () => {
  for (let n = 0; n < 20; n++) await turn()
}

type Fate = 'answered' | 'request lost' | 'reply lost' | 'never answered' | ErrorCode

/** A server that honours commandId, behind a network whose next fates the test decides; then all goes well. */
function createModelServer() {
  const happened: { commandId: string; caseId: string; n: number }[] = []
  const answers = new Map<string, Done>()
  const fates: Fate[] = []
  const uploads: string[] = []

  function decide(input: { commandId: string; caseId: string; n: number }): Done {
    const former = answers.get(input.commandId)
    if (former) return former
    happened.push(input)
    const done = { data: { id: input.commandId, rev: 1 }, seq: happened.length } as unknown as Done
    answers.set(input.commandId, done)
    return done
  }

  return {
    happened,
    fates,
    uploads,
    async command(_name: CommandName, input: never): Promise<Done> {
      const fate = fates.shift() ?? 'answered'
      await turn()
      if (fate === 'answered') return decide(input)
      if (fate === 'request lost') throw new DomainError('unavailable')
      if (fate === 'reply lost') {
        decide(input)
        throw new DomainError('unknown_outcome')
      }
      if (fate === 'never answered') {
        decide(input)
        return new Promise(() => undefined)
      }
      throw new DomainError(fate)
    },
    async upload({ fileId }: { fileId: string }): Promise<void> {
      await turn()
      uploads.push(fileId)
    },
  }
}

let commandIds = 0
let pages = 0

interface PageOptions {
  readonly ownership?: Ownership
  readonly accountId?: string
}

/** A page of a browser: crashed, nothing that it does reaches the store or the server any more. */
function openPage(
  server: ReturnType<typeof createModelServer>,
  device: OutboxStore,
  options: PageOptions = {},
) {
  let crashed = false
  const unlessCrashed = async <Value>(act: () => Promise<Value>): Promise<Value> => {
    if (crashed) return new Promise(() => undefined)
    const value = await act()
    return crashed ? new Promise(() => undefined) : value
  }
  const outbox = createOutbox({
    accountId: options.accountId ?? ACCOUNT,
    store: {
      put: (command) => unlessCrashed(() => device.put(structuredClone(command))),
      remove: (commandId) => unlessCrashed(() => device.remove(commandId)),
      all: () => unlessCrashed(() => device.all()),
      nextPosition: (atLeast) => device.nextPosition(atLeast),
    },
    ownership: options.ownership ?? soleOwnership(`page ${pages++}`),
    transport: {
      command: (name, input) => unlessCrashed(() => server.command(name, input)),
      upload: (file) => unlessCrashed(() => server.upload(file)),
    },
    laneOf: (_name, input) => String(input['caseId']),
    newId: () => `command ${commandIds++}`,
    now: () => 1_000,
    sleep: turn,
  })
  return { outbox, crash: () => (crashed = true) }
}

const post = (outbox: Outbox, caseId: string, n: number, options = {}) =>
  outbox.send('message.post', { caseId, text: 'Bonjour', n } as never, options)

const fate = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Fate>('answered') },
  {
    weight: 6,
    arbitrary: fc.constantFrom<Fate>(
      'request lost',
      'reply lost',
      'busy',
      'unavailable',
      'unknown_outcome',
      'storage_full',
    ),
  },
)
const act = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('send' as const), caseId: fc.constantFrom('one', 'two') }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('wait' as const) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('meet' as const), fate }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom('connect' as const, 'connect' as const, 'disconnect' as const, 'crash' as const),
    }),
  },
)

describe('an outbox', () => {
  it('brings each command to the server exactly once and in order, under any disconnects, faults and crashes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 60 }), async (acts) => {
        const server = createModelServer()
        const device = createMemoryOutboxStore()
        let page = openPage(server, device)
        await page.outbox.start()
        const sent: { caseId: string; n: number }[] = []
        const tellsItsPage = new Map<number, number>()

        for (const [n, next] of acts.entries()) {
          if (next.do === 'send') {
            sent.push({ caseId: next.caseId, n })
            void post(page.outbox, next.caseId, n).then(() =>
              tellsItsPage.set(n, (tellsItsPage.get(n) ?? 0) + 1),
            )
            // Kept by the device before anything else can happen: what a crash takes sooner was never there.
            await Promise.resolve()
          } else if (next.do === 'wait') await turn()
          else if (next.do === 'meet') server.fates.push(next.fate)
          else if (next.do === 'crash') {
            page.crash()
            page = openPage(server, device)
            void page.outbox.start()
          } else page.outbox.setConnected(next.do === 'connect')
        }

        page.outbox.setConnected(true)
        for (let n = 0; n < 1_000 && (page.outbox.entries.length > 0 || (await device.all()).length > 0); n++)
          await turn()
        expect(await device.all()).toEqual([])
        expect(page.outbox.entries).toEqual([])
        for (const caseId of ['one', 'two']) {
          const ofCase = (all: readonly { caseId: string; n: number }[]) =>
            all.filter((one) => one.caseId === caseId).map(({ n }) => n)
          expect(ofCase(server.happened)).toEqual(ofCase(sent))
        }
        for (const times of tellsItsPage.values()) expect(times).toBe(1)
      }),
      {
        numRuns: 200,
        // Found once: a page that crashes before it has looked at what the one before it left.
        examples: [
          [
            [
              { do: 'send', caseId: 'one' },
              { do: 'send', caseId: 'two' },
              { do: 'crash' },
              { do: 'send', caseId: 'two' },
              { do: 'crash' },
            ],
          ],
        ],
      },
    )
  }, 60_000)

  async function online(options?: PageOptions) {
    const server = createModelServer()
    const device = createMemoryOutboxStore()
    const page = openPage(server, device, options)
    await page.outbox.start()
    page.outbox.setConnected(true)
    return { server, device, ...page }
  }

  it('retries an unknown outcome under the same commandId, and gives the first answer', async () => {
    const { server, outbox } = await online()
    server.fates.push('reply lost', 'busy', 'answered')
    const done = await post(outbox, 'one', 1)
    expect(server.happened).toHaveLength(1)
    expect(done.data.id).toBe(server.happened[0]?.commandId)
  })

  it('sends nothing that the device has not yet written down', async () => {
    const server = createModelServer()
    let written = () => undefined as void
    const writing = new Promise<void>((resolve) => (written = resolve))
    const outbox = createOutbox({
      accountId: ACCOUNT,
      store: { ...createMemoryOutboxStore(), put: () => writing },
      ownership: soleOwnership('page'),
      transport: server,
      laneOf: () => '',
      newId: () => 'id',
      now: () => 0,
    })
    await outbox.start()
    outbox.setConnected(true)
    const done = post(outbox, 'one', 1)
    await settle()
    expect(server.happened).toEqual([])
    written()
    await done
    expect(server.happened).toHaveLength(1)
  })

  it('rejects what the server has refused for good, and goes on with the next', async () => {
    const { server, outbox, device } = await online()
    server.fates.push('already_claimed')
    const refused = post(outbox, 'one', 1)
    const next = post(outbox, 'one', 2)
    await expect(refused).rejects.toMatchObject({ code: 'already_claimed' })
    await next
    expect(server.happened.map(({ n }) => n)).toEqual([2])
    expect(outbox.entries).toEqual([])
    expect(await device.all()).toEqual([])
  })

  it('keeps refused words until they were seen, across a reload, and sends them again when asked', async () => {
    const { server, outbox, device, crash } = await online()
    server.fates.push('not_found')
    await expect(post(outbox, 'one', 1, { keepRefused: true })).rejects.toThrow()
    expect(outbox.entries[0]).toMatchObject({ state: 'refused', error: { code: 'not_found' } })
    crash()
    const { outbox: later } = openPage(server, device)
    later.setConnected(true)
    await later.start()
    await settle()
    expect(later.entries[0]).toMatchObject({ state: 'refused', error: { code: 'not_found' } })
    later.retry(later.entries[0]!.commandId)
    await settle()
    expect(server.happened).toHaveLength(1)
    expect(later.entries).toEqual([])
  })

  it('tells the person when the server fails again and again', async () => {
    const { server, outbox } = await online()
    server.fates.push(...Array<Fate>(LIMITED_ATTEMPTS).fill('internal'))
    await expect(post(outbox, 'one', 1)).rejects.toMatchObject({ code: 'internal' })
    expect(server.fates).toEqual([])
  })

  it('sends the files of a command first, each once, whatever happens to the command', async () => {
    const { server, outbox } = await online()
    server.fates.push('busy', 'unavailable')
    const files = ['a', 'b'].map((fileId) => ({
      fileId,
      caseId: 'one',
      name: 'photo.jpg',
      blob: new Blob(['x']),
    }))
    await post(outbox, 'one', 1, { files })
    expect(server.uploads).toEqual(['a', 'b'])
    expect(server.happened).toHaveLength(1)
  })

  it('lets words overtake a file that is long on its way', async () => {
    const { server, outbox } = await online()
    let arrived = () => undefined as void
    server.upload = () => new Promise<void>((resolve) => (arrived = resolve))
    const files = [{ fileId: 'a', caseId: 'one', name: 'scan.pdf', blob: new Blob(['x']) }]
    const heavy = post(outbox, 'one', 1, { files })
    await post(outbox, 'one', 2)
    expect(server.happened.map(({ n }) => n)).toEqual([2])
    arrived()
    await heavy
    expect(server.happened.map(({ n }) => n)).toEqual([2, 1])
  })

  it('neither shows nor sends what waits of another account on the same device', async () => {
    const { server, device, crash, outbox } = await online()
    outbox.setConnected(false)
    void post(outbox, 'one', 1)
    await settle()
    crash()
    const other = openPage(server, device, { accountId: 'bruno' })
    await other.outbox.start()
    other.outbox.setConnected(true)
    await settle()
    expect(other.outbox.entries).toEqual([])
    expect(server.happened).toEqual([])
    await other.outbox.clear()
    expect(await device.all()).toHaveLength(1)
  })

  it('removes at sign-out what waits of the account', async () => {
    const { outbox, device } = await online()
    outbox.setConnected(false)
    void post(outbox, 'one', 1)
    await outbox.clear()
    expect(await device.all()).toEqual([])
    await expect(post(outbox, 'one', 2)).rejects.toMatchObject({ code: 'unauthenticated' })
  })

  it('refuses what is malformed at once', async () => {
    const outbox = createOutbox({
      accountId: ACCOUNT,
      store: createMemoryOutboxStore(),
      ownership: soleOwnership('page'),
      transport: createModelServer(),
      laneOf: () => '',
      check: () => {
        throw new DomainError('invalid')
      },
      newId: () => 'id',
      now: () => 0,
    })
    await expect(post(outbox, 'one', 1)).rejects.toMatchObject({ code: 'invalid' })
    expect(outbox.entries).toEqual([])
  })

  it('is sent from memory, and says so, where the device keeps nothing', async () => {
    const server = createModelServer()
    const full = async () => {
      throw new Error('QuotaExceededError')
    }
    const outbox = createOutbox({
      accountId: ACCOUNT,
      store: { ...createMemoryOutboxStore(), put: full, remove: full, all: full },
      ownership: soleOwnership('page'),
      transport: server,
      laneOf: () => '',
      newId: () => 'id',
      now: () => 0,
    })
    await outbox.start()
    const done = post(outbox, 'one', 1)
    await settle()
    expect(outbox.entries[0]?.kept).toBe(false)
    outbox.setConnected(true)
    await done
    expect(server.happened).toHaveLength(1)
  })
})

describe('two pages with one outbox', () => {
  const ownerships: Ownership[] = []
  afterEach(() => ownerships.splice(0).forEach((ownership) => ownership.release()))
  const withLock = (): Ownership => {
    const ownership = lockOwnership(`page ${pages++}`, navigator.locks)
    ownerships.push(ownership)
    return ownership
  }

  it('leave each other’s entries alone while both live; the second takes over when the first is gone', async () => {
    const server = createModelServer()
    const device = createMemoryOutboxStore()
    const firstLock = withLock()
    const first = openPage(server, device, { ownership: firstLock })
    await first.outbox.start()
    void post(first.outbox, 'one', 1)
    await settle()

    const second = openPage(server, device, { ownership: withLock() })
    second.outbox.setConnected(true)
    await second.outbox.start()
    await settle()
    expect(second.outbox.entries).toEqual([])
    expect(server.happened).toEqual([])

    first.crash()
    firstLock.release()
    await settle()
    expect(server.happened.map(({ n }) => n)).toEqual([1])
    expect(await device.all()).toEqual([])
  })
})
