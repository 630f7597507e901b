import { beforeEach, expect, it, vi } from 'vitest'
import { effectScope } from 'vue'
import { moveDraft, useDraft, type DraftChannel } from './drafts.ts'
import { keepWords, removeDrafts, type DraftWords } from './keptDrafts.ts'
import { forgetWords, wordsOf } from './testWords.ts'

vi.mock('./deviceWords.ts', () => import('./testWords.ts'))
beforeEach(forgetWords)

/** A composer that opens, does something, and goes. */
function visit<Result>(
  accountId: string,
  place: string,
  act: (draft: ReturnType<typeof useDraft>) => Result,
) {
  const scope = effectScope()
  const result = scope.run(() => act(useDraft(accountId, place)))
  scope.stop()
  return result as Result
}

it('is there again when the composer comes back, for the same person and place', () => {
  visit('maelle', 'case-1', ({ draft }) => (draft.text = 'Elle a mal dormi'))
  expect(visit('maelle', 'case-1', ({ draft }) => draft.text)).toBe('Elle a mal dormi')
  expect(visit('maelle', 'case-2', ({ draft }) => draft.text)).toBe('')
  expect(visit('samuel', 'case-1', ({ draft }) => draft.text)).toBe('')
})

it('leaves nothing once sent', () => {
  visit('maelle', 'case-1', ({ draft, clear }) => {
    draft.text = 'Elle a mal dormi'
    clear()
  })
  expect(wordsOf('maelle').places('')).toEqual([])
})

it('leaves nothing of a person who signs out, and touches no other', () => {
  visit('maelle', 'case-1', ({ draft }) => (draft.text = 'un'))
  visit('samuel', 'case-1', ({ draft }) => (draft.text = 'deux'))
  removeDrafts('maelle')
  expect(visit('maelle', 'case-1', ({ draft }) => draft.text)).toBe('')
  expect(visit('samuel', 'case-1', ({ draft }) => draft.text)).toBe('deux')
})

it('moves to another place, and never over words that are there', () => {
  visit('maelle', 'case-1', ({ draft }) => (draft.text = 'pour elle'))
  expect(moveDraft('maelle', 'case-1', 'case-2')).toBe(true)
  expect(visit('maelle', 'case-2', ({ draft }) => draft.text)).toBe('pour elle')
  expect(visit('maelle', 'case-1', ({ draft }) => draft.text)).toBe('')
  visit('maelle', 'case-1', ({ draft }) => (draft.text = 'autre chose'))
  expect(moveDraft('maelle', 'case-1', 'case-2')).toBe(false)
  expect(visit('maelle', 'case-1', ({ draft }) => draft.text)).toBe('autre chose')
})

it('survives a kept value that is no draft', () => {
  wordsOf('maelle').set('case-1', '{')
  expect(visit('maelle', 'case-1', ({ draft }) => draft.text)).toBe('')
})

/** A channel to another device of the same person. */
function buildChannel() {
  const told: DraftWords[] = []
  let receive: (words: DraftWords) => void = () => undefined
  const channel: DraftChannel = {
    tell: (words) => void told.push(words),
    onWords: (listener) => {
      receive = listener
      return () => (receive = () => undefined)
    },
  }
  return { told, channel, receive: (words: DraftWords) => receive(words) }
}

it('tells other devices its words, and shows theirs when they are newer', () => {
  const { told, channel, receive } = buildChannel()
  const scope = effectScope()
  const { draft } = scope.run(() => useDraft('maelle', 'case-1', channel))!
  draft.text = 'ici'
  expect(told).toMatchObject([{ text: 'ici' }])
  const at = told[0]!.at
  receive({ text: 'plus ancien', body: null, at: at - 1 })
  expect(draft.text).toBe('ici')
  receive({ text: 'ailleurs', body: null, at: at + 1 })
  expect(draft.text).toBe('ailleurs')
  expect(told).toHaveLength(1)
  scope.stop()
  expect(visit('maelle', 'case-1', (kept) => kept.draft.text)).toBe('ailleurs')
})

it('does not bring back words that were sent while another device was away', () => {
  const { told, channel } = buildChannel()
  const scope = effectScope()
  scope.run(() => {
    const { draft, clear } = useDraft('maelle', 'case-1', channel)
    draft.text = 'déjà envoyé'
    clear()
  })
  scope.stop()
  expect(told.at(-1)).toMatchObject({ text: '' })
  expect(keepWords('maelle', 'case-1', { text: 'déjà envoyé', body: null, at: told[0]!.at })).toBe(false)
  expect(visit('maelle', 'case-1', ({ draft }) => draft.text)).toBe('')
})
