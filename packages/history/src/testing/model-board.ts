/** A model of a board's server, for the checker's own test: replicas that follow, a store that crashes forget. */
import type { BoardReplica } from '../check-boards.ts'
import type { HistoryEvent } from '../operation.ts'
import { createSimulation } from './simulation.ts'

export const BOARD_BUGS = [
  'says saved before the write',
  'a replica misses an edit',
  'writes a word twice',
] as const
export type BoardBug = (typeof BOARD_BUGS)[number]

export interface ModelBoard {
  readonly events: readonly HistoryEvent[]
  readonly replicas: readonly BoardReplica[]
  readonly words: readonly string[]
}

const CLIENTS = ['ada', 'ben', 'cleo']
const EDITS = 20

export function runModelBoard(seed: number, bug?: BoardBug): ModelBoard {
  const world = createSimulation(seed)
  const events: HistoryEvent[] = []
  const copies = new Map(CLIENTS.map((client) => [client, new Set<string>()]))
  let life = 0
  const stored: string[] = []
  let unstored: string[] = []

  function edit(client: string, step: number): void {
    if (step === EDITS) return
    const word = `${client}-${step}`
    const said = {
      operation: events.length,
      client,
      name: 'board.edit',
      key: 'board',
      commandId: word,
      value: { word },
    }
    copies.get(client)?.add(word)
    events.push({ ...said, type: 'invoke', time: world.now })
    const tell = () => events.push({ ...said, type: 'ok', result: {}, time: world.now })
    const send = () => {
      const now = life
      unstored.push(word)
      if (bug === 'says saved before the write') tell()
      world.after(5, () => {
        if (now !== life) return
        unstored = unstored.filter((one) => one !== word)
        if (bug === 'writes a word twice' && step % 5 === 0) stored.push(word)
        stored.push(word)
        if (bug !== 'says saved before the write') tell()
      })
      // Nothing was said: the connection was lost with the server, and the edit goes again with the next one.
      if (bug !== 'says saved before the write')
        world.after(12, () => now !== life && !stored.includes(word) && send())
    }
    world.after(1 + world.draw(5), send)
    world.after(5 + world.draw(30), () => edit(client, step + 1))
  }

  for (const client of CLIENTS) edit(client, 0)
  for (let at = 20; at < 400; at += 20 + world.draw(40))
    world.after(at, () => {
      life += 1
      unstored = []
    })
  world.run()
  for (const [client, copy] of copies) {
    copy.clear()
    for (const [index, word] of stored.entries())
      if (bug !== 'a replica misses an edit' || client !== 'ben' || index !== 3) copy.add(word)
  }
  const replicas = [...copies].map(([name, words]) => replicaOf(name, words))
  return { events, replicas: [...replicas, replicaOf('server', new Set(stored))], words: stored }
}

function replicaOf(name: string, words: ReadonlySet<string>): BoardReplica {
  const json = JSON.stringify([...words].sort())
  return { name, json, stateVector: String(words.size), deleteSet: '' }
}
