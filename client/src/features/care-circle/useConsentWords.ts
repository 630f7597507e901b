import type { SharingConsent } from '@colloque/domain'
import { useI18n } from 'vue-i18n'
import { useClock } from '../../platform/clock.ts'
import { useFormat } from '../../platform/format.ts'
import { useWorkspace } from '../../platform/useWorkspace.ts'

/** What the person said, in words. Call in setup. */
export function useConsentWords() {
  const { t } = useI18n()
  const workspace = useWorkspace()
  const format = useFormat()
  const now = useClock()

  const nameOf = (accountId: string): string =>
    accountId === workspace.account?.id
      ? t('care-circle.you')
      : (workspace.person(accountId)?.name ?? t('care-circle.someone'))

  function whom({ caseId, about }: Pick<SharingConsent, 'caseId' | 'about'>): string {
    switch (about.kind) {
      case 'circle':
        return t('care-circle.consent.kind.circle')
      case 'profession':
        return t(`platform.profession.${about.profession}`).toLowerCase()
      case 'account':
        return workspace.person(about.accountId)?.name ?? t('care-circle.someone')
      case 'member':
        return workspace.find(caseId, 'circleMember', about.memberId)?.after.name ?? t('care-circle.someone')
    }
  }
  /** « S’oppose au partage avec : Linh Phan » */
  const what = (consent: SharingConsent) =>
    t(`care-circle.consent.${consent.decision}To`, { whom: whom(consent) })
  const day = (instant: string) => format.value.day(instant, now.value)
  const detail = ({ how, on, recorded }: SharingConsent) =>
    t('care-circle.consent.detail', {
      how: t(`care-circle.consent.means.${how}`),
      day: day(`${on}T12:00:00Z`),
      name: nameOf(recorded.by),
    })
  const takenBack = (consent: SharingConsent) =>
    consent.withdrawn
      ? t('care-circle.consent.pastDetail', {
          what: what(consent),
          day: day(consent.withdrawn.at),
          name: nameOf(consent.withdrawn.by),
          reason: consent.withdrawn.reason,
        })
      : ''

  return { what, detail, takenBack, nameOf, day }
}
