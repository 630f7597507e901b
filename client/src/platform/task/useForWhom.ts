/** Whom a task may be for, as one choice: the circle, a profession of it, or somebody by name. */
import { PROFESSIONS, type Profession } from '@colloque/domain'
import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { useWorkspace } from '../useWorkspace.ts'

export const CIRCLE = 'circle'

interface ForWhom {
  readonly forProfession?: Profession
  readonly forAccount?: string
}

/** What a choice says to `task.create`. */
export function forWhomOf(choice: string): ForWhom {
  const [kind, who = ''] = choice.split(':')
  if (kind === 'profession') return { forProfession: who as Profession }
  return kind === 'account' ? { forAccount: who } : {}
}

/** The choices of a case, for a select: the circle, then its professions, then each by name. Call in setup. */
export function useForWhom(caseId: () => string) {
  const { t } = useI18n({ useScope: 'global' })
  const workspace = useWorkspace()
  return computed(() => {
    const members = workspace.readers(caseId()).map(({ after }) => after)
    const professions = (Object.keys(PROFESSIONS) as Profession[]).filter((one) =>
      members.some(({ profession }) => profession === one),
    )
    return [
      { value: CIRCLE, label: t('platform.task.for.circle') },
      ...professions.map((one) => ({ value: `profession:${one}`, label: t(`platform.profession.${one}`) })),
      ...members.map(({ accountId, name }) => ({ value: `account:${accountId}`, label: name })),
    ]
  })
}
