import { randomUUID } from 'node:crypto'
import { addCard, bodyOf, moveCard, paragraphs, readBoard } from '@colloque/board'
import { DomainError } from '@colloque/domain'
import type { Recorder } from '@colloque/history'
import type { BoardConnection } from '@colloque/sdk'

/** Writes words on a board that stand nowhere else, each an operation that is ok once it was told saved. */
export interface BoardWriter {
  readonly board: BoardConnection
  /** Adds a card with a word, or a word to the body of a card; moves a card as well, at times. */
  edit(): void
  /** Resolves when all is told saved. @returns false where it is not within `ms` */
  settled(ms: number): Promise<boolean>
  /** How often the server has refused this copy. */
  readonly refusals: number
}

export function createBoardWriter(options: {
  readonly board: BoardConnection
  readonly recorder: Recorder
  readonly accountId: string
  /** Number in the words. */
  readonly index: number
  readonly draw: (below: number) => number
}): BoardWriter {
  const { board, recorder, accountId, index, draw } = options
  let count = 0
  let generation = board.state.generation
  const waiting: { saved: () => void; refused: (error: DomainError) => void }[] = []

  board.subscribe((state) => {
    if (state.generation !== generation) {
      generation = state.generation
      // What was done again, and what was kept aside, is told in words for people: nobody knows here.
      for (const { refused } of waiting.splice(0)) refused(new DomainError('unknown_outcome'))
    }
    if (state.saved) for (const { saved } of waiting.splice(0)) saved()
  })

  function write(work: (word: string) => void): void {
    const word = `word-${index}-${++count}`
    const what = { client: accountId, name: 'board.edit', key: 'board', commandId: word, value: { word } }
    void recorder.run(what, () => {
      const told = new Promise<void>((saved, refused) => waiting.push({ saved, refused }))
      work(word)
      return told
    })
  }

  const addWord = () =>
    write((title) =>
      addCard(board.doc, { id: randomUUID(), column: 'needs', title, by: accountId, at: new Date() }),
    )

  return {
    board,
    edit() {
      const { columns } = readBoard(board.doc)
      // A copy that begins anew has nothing to write on until it is loaded.
      if (columns.length === 0 || board.state.readOnly) return
      const cards = columns.flatMap((column) => column.cards)
      const card = cards[draw(cards.length || 1)]
      const what = draw(10)
      if (!card || what < 2) return addWord()
      if (what < 4)
        return moveCard(board.doc, card.id, { column: ['needs', 'in-progress', 'done'][draw(3)]! })
      const shared = cards[draw(Math.min(3, cards.length))] ?? card
      write((word) => bodyOf(board.doc, shared.id).push(paragraphs(word)))
    },
    async settled(ms) {
      board.dismiss()
      const end = performance.now() + ms
      while (!(board.state.saved && board.state.connection === 'online' && waiting.length === 0)) {
        if (performance.now() > end) return false
        await new Promise((next) => setTimeout(next, 50))
      }
      return true
    },
    get refusals() {
      return board.state.generation
    },
  }
}
