import { mentionsOf, plainTextOf, type Mention } from '@colloque/domain'
import { describe, expect, it } from 'vitest'
import { matching, triggerAt, withMentions, type MentionCandidate } from './mentions.ts'
import { PROFESSION_WORDS } from './professionWords.ts'

const ID = '0192f3c0-1111-7000-8000-00000000000'
const person = (n: number, label: string): Mention => ({ kind: 'person', id: `${ID}${n}`, label })

describe('a name begins', () => {
  it.each([
    ['Bonjour @Maë', { sign: '@', query: 'Maë', from: 8 }],
    ['#', { sign: '#', query: '', from: 0 }],
    ['(voir #INR du', { sign: '#', query: 'INR du', from: 6 }],
  ])('in %s', (before, trigger) => expect(triggerAt(before)).toEqual(trigger))

  it.each(['anne@exemple.fr', 'à 14h @ la maison', 'rien', `@${'a'.repeat(41)}`, '@a\nb'])(
    'nowhere in %s',
    (before) => expect(triggerAt(before)).toBeUndefined(),
  )
})

describe('what is offered', () => {
  const candidates: MentionCandidate[] = [
    { mention: person(1, 'Maëlle Le Gallic'), detail: '', words: ['infirmier·ère'] },
    {
      mention: { kind: 'profession', id: 'nurse', label: 'infirmier·ère' },
      detail: '',
      words: PROFESSION_WORDS.nurse,
    },
  ]
  const labels = (query: string) => matching(candidates, query).map(({ mention }) => mention.label)

  it.each(['infirmière', 'INFIRMIER', 'nurse', 'ide'])('the profession for « %s »', (query) =>
    expect(labels(query)[0]).toBe('infirmier·ère'),
  )
  it('a person for any of their names, without accents', () => {
    expect(labels('gal mae')).toEqual(['Maëlle Le Gallic'])
    expect(labels('zo')).toEqual([])
  })
})

describe('plain words with names', () => {
  const [anne, anneMartin] = [person(1, 'Anne'), person(2, 'Anne Martin')]

  it('say the same words, and name whom they name', () => {
    const text = 'Pour @Anne Martin,\n\n@Anne : vue ce matin'
    const body = withMentions(text, [anne, anneMartin])!
    expect(plainTextOf(body)).toBe(text)
    expect(mentionsOf(body)).toEqual([anneMartin, anne])
  })

  it('are nothing more than words once the name is changed', () => {
    expect(withMentions('Pour @Annette', [anne])).toBeNull()
    expect(withMentions('Pour Anne', [anne])).toBeNull()
  })
})
