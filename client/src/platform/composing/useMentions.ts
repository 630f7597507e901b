import { isTaskEnded, PROFESSIONS, type Profession, type StreamName } from '@colloque/domain'
import { computed, shallowRef, toValue, type MaybeRefOrGetter } from 'vue'
import { useI18n } from 'vue-i18n'
import { useBoards } from '../board/useBoards.ts'
import { useClock } from '../clock.ts'
import { useTaskWords } from '../task/useTaskWords.ts'
import { useWorkspace } from '../useWorkspace.ts'
import { TO_EVERYONE, whoIsAsked } from './asked.ts'
import { matching, type MentionCandidate, type MentionSign } from './mentions.ts'
import { PROFESSION_WORDS } from './professionWords.ts'
import { useRecipients } from './useRecipients.ts'

const LABEL_MAX = 120
const TITLE_MAX = 200

/** What can be named where one writes. Tasks and cards are of a situation; its board is read at the first `#`. Call in setup. */
export function useMentions(stream: MaybeRefOrGetter<StreamName>) {
  const { t } = useI18n({ useScope: 'global' })
  const workspace = useWorkspace()
  const boards = useBoards()
  const taskWords = useTaskWords()
  const clock = useClock()
  const { place, asked, dutyWords, insteadWords, unansweredWords } = useRecipients(stream, TO_EVERYONE)
  const boardAsked = shallowRef(false)

  const people = computed(() =>
    asked.value.recipients.map(({ accountId, name, profession, duty }): MentionCandidate => {
      const word = profession ? t(`platform.profession.${profession}`) : ''
      return {
        mention: { kind: 'person', id: accountId, label: name.slice(0, LABEL_MAX) },
        detail: [word, dutyWords(duty)].filter(Boolean).join(', '),
        words: [word],
      }
    }),
  )

  const isHere = (profession: Profession) =>
    place.members.value.some((member) => member.profession === profession && member.accountId !== null)

  /** Those of the circle first: the others are found, and said to be missing. */
  const professions = computed(() =>
    (Object.keys(PROFESSIONS) as Profession[])
      .sort((one, other) => Number(isHere(other)) - Number(isHere(one)))
      .map((profession): MentionCandidate => {
        const label = t(`platform.profession.${profession}`)
        const { recipients, unanswered } = whoIsAsked(
          { accountIds: [], professions: [profession] },
          place.around.value,
          workspace.account?.id ?? '',
          clock.value.toISOString(),
        )
        const names = recipients.map((recipient) => {
          const instead = insteadWords(recipient)
          return instead ? `${recipient.name} (${instead})` : recipient.name
        })
        const nobody = unanswered
          .map((one) => (one.away.length ? unansweredWords(one) : t('composing.mention.nobody')))
          .join(' ')
        return {
          mention: { kind: 'profession', id: profession, label },
          detail: names.join(', ') || nobody,
          words: PROFESSION_WORDS[profession],
        }
      }),
  )

  const tasks = computed(() =>
    (place.caseId.value === undefined ? [] : workspace.list(place.caseId.value, 'task'))
      .map(({ id, after }) => ({ id, task: after }))
      // What is still to be done is spoken of more than what is done.
      .sort((one, other) => Number(isTaskEnded(one.task)) - Number(isTaskEnded(other.task)))
      .map(({ id, task }): MentionCandidate => ({
        mention: { kind: 'task', id, label: task.title.slice(0, TITLE_MAX) },
        detail: `${t('composing.mention.task')}, ${taskWords.state(task)}`,
        words: [],
      })),
  )

  const cards = computed(() => {
    const session = boardAsked.value && place.caseId.value ? boards.session(place.caseId.value) : undefined
    return (session?.board.value.columns ?? []).flatMap((column) =>
      column.cards.flatMap(({ id, title }): MentionCandidate[] =>
        title.trim() === ''
          ? []
          : [
              {
                mention: { kind: 'card', id, label: title.trim().slice(0, TITLE_MAX) },
                detail: t('composing.mention.card'),
                words: [],
              },
            ],
      ),
    )
  })

  function readBoard(caseId: string) {
    if (boardAsked.value) return
    boardAsked.value = true
    // Without a network the tasks are offered alone; asked again at the next « # ».
    boards.open(caseId).catch(() => (boardAsked.value = false))
  }

  /** What is offered for a sign and the letters after it. */
  function find(sign: MentionSign, query: string): readonly MentionCandidate[] {
    const caseId = toValue(place.caseId)
    if (sign === '#') {
      if (caseId === undefined) return []
      readBoard(caseId)
      return matching([...tasks.value, ...cards.value], query)
    }
    // Professions that nobody here has are found by their name, and not offered unasked.
    const offered = query.trim()
      ? professions.value
      : professions.value.filter(({ mention }) => isHere(mention.id as Profession))
    return matching([...people.value, ...offered], query)
  }

  return { find, place }
}
