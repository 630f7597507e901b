import { DomainError } from '@colloque/domain'
import { mount } from '@vue/test-utils'
import { expect, it } from 'vitest'
import { defineComponent } from 'vue'
import * as platform from './messages.ts'
import { createTranslations } from './i18n.ts'
import { useErrorSentence } from './refusal.ts'

function sentenceOf(error: unknown): string {
  let words = ''
  const Asking = defineComponent({
    setup() {
      words = useErrorSentence()(error)
      return () => null
    },
  })
  mount(Asking, {
    global: {
      plugins: [createTranslations({ fr: { platform: platform.fr } }, 'fr')],
    },
  })
  return words
}

it('says why, where the server says it, and what is kept', () => {
  expect(sentenceOf(new DomainError('conflict', { why: 'thread_closed' }))).toContain('Ce fil a été fermé')
  expect(sentenceOf(new DomainError('conflict', { status: 'closed' }))).toContain('situation est close')
  expect(sentenceOf(new DomainError('invalid', { why: 'unknown_mention' }))).toContain('tâche citée')
})

it('falls back on what the code says', () => {
  expect(sentenceOf(new DomainError('invalid', { why: 'something_new' }))).toContain('n’est pas acceptée')
  expect(sentenceOf(new Error('x'))).toContain('erreur est survenue')
})

it('gives what has to be told to others a number to quote, on a line of its own', () => {
  const requestId = '0199aaaa-0000-7000-8000-000000000000'
  expect(sentenceOf(new DomainError('internal', { requestId })).split('\n')).toEqual([
    expect.stringContaining('erreur est survenue'),
    `Référence : ${requestId}`,
  ])
  expect(sentenceOf(new DomainError('unavailable', { requestId }))).not.toContain(requestId)
  expect(sentenceOf(new DomainError('internal'))).not.toContain('Référence')
})
