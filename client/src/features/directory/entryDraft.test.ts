import { describe, expect, it } from 'vitest'
import { contentOf, draftOf } from './entryDraft.ts'

const DRAFT = { ...draftOf({}), name: ' Dr Vidal ', phone: '01 99 00 00 10' }

describe('an entry that is written', () => {
  it('is sent without what was left empty', () => {
    expect(contentOf(DRAFT)).toMatchObject({
      content: {
        kind: 'specialist',
        name: 'Dr Vidal',
        phone: '01 99 00 00 10',
        email: null,
        profession: null,
      },
    })
  })

  it('takes the address of a site as people write it', () => {
    expect(contentOf({ ...DRAFT, website: 'centre-social.example' })).toMatchObject({
      content: { website: 'https://centre-social.example' },
    })
    expect(contentOf({ ...DRAFT, website: 'pas un site' })).toEqual({ problems: { website: 'website' } })
  })

  it.each([
    [{ name: ' ' }, { name: 'missing' }],
    [{ phone: '' }, { reach: 'unreachable' }],
    [{ phone: '', hours: 'le mardi' }, { reach: 'unreachable' }],
    [{ email: 'vidal' }, { email: 'email' }],
  ])('says what is wrong of %o', (over, problems) => {
    expect(contentOf({ ...DRAFT, ...over })).toEqual({ problems })
  })

  it('stands in the form as it is', () => {
    const { content } = contentOf(DRAFT) as { content: never }
    expect(contentOf(draftOf(content))).toEqual({ content })
  })
})
