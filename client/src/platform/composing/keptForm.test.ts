import { beforeEach, expect, it, vi } from 'vitest'
import { moveDraft, useDraft } from './drafts.ts'
import { removeDrafts } from './keptDrafts.ts'
import { useKeptForm } from './keptForm.ts'
import { forgetWords, wordsOf } from './testWords.ts'

vi.mock('./deviceWords.ts', () => import('./testWords.ts'))
beforeEach(forgetWords)

const empty = () => ({ text: '', needs: [] as { text: string }[] })
const open = () =>
  useKeptForm('maelle', 'c.visit', empty, ({ text, needs }) => text === '' && needs.length === 0)

it('keeps each key, deep in the form too, for the page that opens it next', () => {
  const { form } = open()
  form.needs.push({ text: 'Chut' })
  form.needs[0]!.text = 'Chutes'
  expect(open().form).toEqual({ text: '', needs: [{ text: 'Chutes' }] })
})

it('keeps nothing once it is sent, nor once its account is gone', () => {
  const { form, clear } = open()
  form.text = 'Vue chez elle'
  clear()
  expect(wordsOf('maelle').get('c.visit')).toBeUndefined()
  form.text = 'Encore'
  removeDrafts('maelle')
  expect(open().form.text).toBe('')
})

it('takes over the words of a note, and is complete all the same', () => {
  useDraft('maelle', 'c.note').draft.text = 'Elle mange peu'
  moveDraft('maelle', 'c.note', 'c.visit')
  expect(open().form).toMatchObject({ text: 'Elle mange peu', needs: [] })
})
