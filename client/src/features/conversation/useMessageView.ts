import { waitsForAcknowledgement } from '@colloque/domain'
import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { useFormat } from '../../platform/format.ts'
import { useWorkspace } from '../../platform/useWorkspace.ts'
import { useStreamJoins } from './streamJoins.ts'
import type { StreamMessage } from './stream.ts'

export type MessageView = ReturnType<typeof useMessageView>

/** All that one message shows besides its words. Each value keeps its identity while it says the same. */
export function useMessageView(entity: () => StreamMessage) {
  const { t } = useI18n()
  const workspace = useWorkspace()
  const joins = useStreamJoins()
  const format = useFormat()

  const message = computed(() => entity().after)
  const id = () => entity().id
  const nameOf = (accountId: string) => workspace.person(accountId)?.name ?? t('conversation.somebody')

  /** « 9:04 »; with the day where that is another than the message's. */
  function when(instant: string): string {
    const sameDay = format.value.day(instant) === format.value.day(message.value.postedAt)
    return sameDay ? format.value.time(instant) : format.value.dateTime(instant)
  }

  return {
    message,
    author: computed(() => workspace.person(message.value.authorId)),
    authorName: computed(() => nameOf(message.value.authorId)),
    mine: computed(() => message.value.authorId === workspace.account?.id),
    /** On its way: the server has not decided. */
    unsent: computed(() => entity().rev === 0),
    answers: computed(() => joins.answersTo(id()).length),
    measurements: computed(() => joins.measurementsOf(id())),
    worded: computed(() => joins.wordedOf(id())),
    tasks: computed(() => joins.tasksOf(id())),
    flags: computed(() => joins.flagsOf(id())),
    agendaItems: computed(() => joins.agendaItemsOf(id())),
    waitsForMe: computed(() => waitsForAcknowledgement(message.value, joins.reader.value)),
    acknowledged: computed(() =>
      message.value.acknowledgements.some(({ by }) => by === joins.reader.value.accountId),
    ),
    /** « Je m’en charge » is on its way. */
    takingCharge: computed(() => joins.isTakingCharge(id())),
    nameOf,
    when,
    byAt: ({ by, at }: { by: string; at: string }) =>
      t('conversation.byAt', { name: nameOf(by), time: when(at) }),
  }
}
