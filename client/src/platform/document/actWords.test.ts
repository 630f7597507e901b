import { LINK_TYPES } from '@colloque/board'
import { expect, it } from 'vitest'
import { allFrench } from '../../testing/allFrench.ts'
import { createTranslations } from '../i18n.ts'

const { global } = createTranslations({ fr: allFrench }, 'fr')

it.each(LINK_TYPES)('the history of a board and its cards have a word for each kind of link: %s', (type) => {
  for (const key of [`document.history.link.${type}`, `patient-board.link.${type}`])
    expect(global.te(key, 'fr'), key).toBe(true)
})
