import type { Addressees, Duty, StreamName } from '@colloque/domain'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { useI18n } from 'vue-i18n'
import { useClock } from '../clock.ts'
import { useFormat } from '../format.ts'
import { useWorkspace } from '../useWorkspace.ts'
import { ladderAfter, whoIsAsked, type Recipient, type Unanswered } from './asked.ts'
import { usePlace } from './usePlace.ts'

/** Whom the words being written will ask, in words. Follows the clock: duty begins and ends. Call in setup. */
export function useRecipients(stream: MaybeRefOrGetter<StreamName>, to: MaybeRefOrGetter<Addressees>) {
  const { t } = useI18n({ useScope: 'global' })
  const format = useFormat()
  const clock = useClock()
  const workspace = useWorkspace()
  const place = usePlace(stream)
  const now = computed(() => clock.value.toISOString())
  const me = computed(() => workspace.account?.id ?? '')
  const asked = computed(() => whoIsAsked(toValue(to), place.around.value, me.value, now.value))

  const nameOf = (accountId: string) => workspace.person(accountId)?.name ?? t('platform.news.someone')
  const until = (day: string) => format.value.day(`${day}T12:00:00Z`)

  /** « en service », « absente jusqu’au 12 mars, remplacée par Samuel Adjovi » */
  function dutyWords(duty: Duty): string {
    if (duty.state !== 'absent') return t(`composing.duty.${duty.state}`)
    const day = until(duty.until)
    return duty.replacedBy === null
      ? t('composing.duty.absent', { day })
      : t('composing.duty.replaced', { day, name: nameOf(duty.replacedBy) })
  }

  /** « remplace Maëlle Le Gallic, absence jusqu’au 12 mars »; empty for whoever is asked for themselves. */
  function insteadWords({ insteadOf }: Pick<Recipient, 'insteadOf'>): string {
    if (insteadOf === null) return ''
    const name = nameOf(insteadOf)
    const duty = whoIsAsked(
      { accountIds: [insteadOf], professions: [] },
      place.around.value,
      me.value,
      now.value,
    ).recipients.find(({ accountId }) => accountId === insteadOf)?.duty
    return duty?.state === 'absent'
      ? t('composing.insteadUntil', { name, day: until(duty.until) })
      : t('composing.instead', { name })
  }

  function unansweredWords({ profession, away }: Unanswered): string {
    const word = t(`platform.profession.${profession}`)
    const first = away[0]
    if (!first) return t('composing.nobodyOf', { profession: word })
    return t('composing.nobodyThere', {
      profession: word,
      name: nameOf(first.accountId),
      day: until(first.until),
    })
  }

  return {
    place,
    asked,
    ladder: computed(() => ladderAfter(toValue(to), place.around.value, me.value, now.value)),
    nameOf,
    dutyWords,
    insteadWords,
    unansweredWords,
  }
}
