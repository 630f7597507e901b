import { useI18n } from 'vue-i18n'
import { useFormat } from '../format.ts'
import type { HistoryLine } from './useDocumentHistory.ts'
import { useAuthorName } from './useAuthorName.ts'

/** Titles a column: default ones may be shown in the reader's language. */
export type ColumnTitle = (column: { readonly id: string; readonly title: string }) => string

/** Says a line of a history in words, without its person: « a déplacé … vers Fait ». Call in setup. */
export function useActWords(columnTitle: ColumnTitle = ({ title }) => title) {
  const { t, te } = useI18n({ useScope: 'global' })
  const format = useFormat()
  const nameOf = useAuthorName()
  const say = (key: string, values: Record<string, string> = {}) => t(`document.history.${key}`, values)

  return (line: HistoryLine): string => {
    const { what, id, list, from, to, detail = '' } = line
    const name = line.name.trim() || say('untitled')
    const [subject = '', act = ''] = what.split('.')
    switch (subject) {
      case 'section':
        return say(`act.section.${id}`)
      case 'plan':
        return say('act.plan')
      case 'entry':
        return say(`act.${what}`, { entry: say(`list.${list ?? ''}`, { name }) })
      case 'column':
        return say(`act.${what}`, { name: columnTitle({ id, title: line.name }) })
      case 'card':
        return sayCard(act, name, { detail, from, to })
    }
    return te(`document.history.act.${what}`, 'fr') ? say(`act.${what}`) : say('act.other')
  }

  function sayCard(
    act: string,
    name: string,
    { detail, from, to }: Pick<HistoryLine, 'from' | 'to'> & { readonly detail: string },
  ): string {
    switch (act) {
      case 'moved':
        return say('act.card.moved', {
          name,
          from: from ? columnTitle(from) : '',
          to: to ? columnTitle(to) : '',
        })
      case 'due':
        if (detail === '') return say('act.card.notDue', { name })
        return say('act.card.due', { name, day: format.value.day(`${detail}T12:00:00Z`) })
      case 'linked':
      case 'unlinked':
        return say(`act.card.${act}`, { name, what: say(`link.${detail}`) })
      case 'assigned':
      case 'unassigned':
        return say(`act.card.${act}`, { name, person: nameOf(detail) })
    }
    return te(`document.history.act.card.${act}`, 'fr') ? say(`act.card.${act}`, { name }) : say('act.other')
  }
}
