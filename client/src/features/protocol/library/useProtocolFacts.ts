import type { DoneBy, Protocol } from '@colloque/domain'
import { useI18n } from 'vue-i18n'
import { useClock } from '../../../platform/clock.ts'
import { useFormat } from '../../../platform/format.ts'
import { useWorkspace } from '../../../platform/useWorkspace.ts'
import { dayAt } from '../../../platform/wallTime.ts'
import { adoptionLack, isReviewDue } from './library.ts'

/** Who stands for a protocol, who has read it, and when it is looked at again, in words. Call in setup. */
export function useProtocolFacts() {
  const { t } = useI18n({ useScope: 'global' })
  const workspace = useWorkspace()
  const format = useFormat()
  const now = useClock()

  const day = (at: string) => format.value.day(at, now.value)
  const onDay = (date: string) => day(`${date}T12:00:00Z`)
  const nameOf = (accountId: string) => workspace.person(accountId)?.name ?? t('platform.news.someone')

  /** « adopté par Hélène Castaing (lun. 9 mars) et Maëlle Le Gallic (mar. 10 mars) » */
  function adoptedBy({ adoptions }: Protocol): string {
    if (adoptions.length === 0) return t('protocol.library.adoptedByNobody')
    const names = adoptions.map(({ name, at }) => `${name} (${day(at)})`)
    return t('protocol.library.adoptedBy', { names: names.join(', ') })
  }
  /** Who must still adopt it; '' where it stands, or was retired. */
  function lack(protocol: Protocol): string {
    const lacking = protocol.retired ? undefined : adoptionLack(protocol)
    return lacking ? t(`protocol.library.lack.${lacking}`) : ''
  }
  const isDue = (protocol: Protocol) => isReviewDue(protocol, dayAt(now.value))
  const review = (protocol: Protocol) =>
    protocol.reviewOn
      ? t(`protocol.library.${isDue(protocol) ? 'reviewDue' : 'review'}`, { day: onDay(protocol.reviewOn) })
      : ''
  const members = ({ teamId }: Protocol) =>
    workspace.team.filter((member) => member.teamId === teamId && member.status === 'active')
  function readCount(protocol: Protocol): string {
    const team = members(protocol)
    const n = team.filter(({ accountId }) => protocol.readBy.some(({ by }) => by === accountId)).length
    return t('protocol.library.readCount', { n, all: team.length }, n)
  }
  const retired = ({ by, at, reason }: DoneBy & { readonly reason: string }) =>
    t('protocol.library.retiredBy', { name: nameOf(by), day: day(at), reason })

  return { day, onDay, nameOf, adoptedBy, lack, isDue, review, members, readCount, retired }
}
