/**
 * A transmission on its way: what each person's message begins with, to whom it goes, and how it is sent: one
 * message in each Fil, and the tasks that go along. Without a network it waits on the device.
 */
import { isTaskFor, mayTakeStep, MESSAGE_MAX, newMessage, type Message, type Worker } from '@colloque/domain'
import { v4 as newId } from 'uuid'
import { computed, reactive, ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { useFormat } from '../../../platform/format.ts'
import { oneLine } from '../../../platform/news/oneLine.ts'
import { useReadings } from '../../../platform/readings.ts'
import { useErrorSentence } from '../../../platform/refusal.ts'
import { useTaskActs, type HeldTask } from '../../../platform/task/useTaskActs.ts'
import { useTaskWords } from '../../../platform/task/useTaskWords.ts'
import { useSay } from '../../../platform/useSay.ts'
import { useWorkspace } from '../../../platform/useWorkspace.ts'
import { addDays, dayAt, instantAt } from '../../../platform/wallTime.ts'
import { bySuccession } from './nextOnDuty.ts'
import { caseDay, transmissionText, type TransmissionWords } from './transmission.ts'

export interface Part {
  readonly caseId: string
  readonly open: readonly HeldTask[]
  isSent: boolean
  text: string
  /** Tasks that are offered along with it. */
  offeredIds: string[]
}

/** Call in setup: what is there then is what the words begin with. */
export function useTransmission() {
  const { t } = useI18n()
  const workspace = useWorkspace()
  const format = useFormat()
  const readings = useReadings()
  const taskWords = useTaskWords()
  const sentence = useErrorSentence()
  const say = useSay()
  const { take } = useTaskActs()

  const now = new Date()
  const { account } = workspace
  const me: Worker | undefined = account && { accountId: account.id, profession: account.profession }

  function noteWords({ caseId, text, measurementIds }: Message): string {
    const figures = measurementIds.flatMap((id) => {
      const measured = caseId && workspace.find(caseId, 'measurement', id)?.after
      return measured ? [readings.value.line(measured)] : []
    })
    return [oneLine(text, 300), ...figures].join(' · ')
  }
  const words: TransmissionWords = {
    title: t('task.transmission.heading', { day: format.value.day(now.toISOString(), now) }),
    remains: t('task.transmission.remains'),
    nothing: t('task.transmission.nothing'),
    done: t('task.transmission.done'),
    noted: t('task.transmission.noted'),
    open: (task) => [task.title, taskWords.due(task), task.waitingFor ?? ''].filter(Boolean).join(', '),
    ended: (task) =>
      [task.title, task.status === 'notDone' ? taskWords.state(task) : '', task.note ?? '']
        .filter(Boolean)
        .join(' : '),
    note: noteWords,
  }

  const until = instantAt(addDays(dayAt(now), 2))
  const parts = reactive<Part[]>(
    workspace.cases.flatMap(({ id, after }) => {
      if (!me || after.status !== 'open') return []
      const messages = workspace.list(id, 'message').map((message) => message.after)
      const day = caseDay(id, { tasks: workspace.list(id, 'task'), messages }, me, now, until)
      return day
        ? [{ caseId: id, open: day.open, isSent: true, text: transmissionText(day, words), offeredIds: [] }]
        : []
    }),
  )

  const isIn = (caseId: string, accountId: string) =>
    workspace.readers(caseId).some(({ after }) => after.accountId === accountId)

  /** Those of one's own profession who know somebody of the round; whoever comes next stands first. */
  const successors = computed(() => {
    const ids = new Set(
      parts.flatMap(({ caseId }) =>
        workspace
          .readers(caseId)
          .flatMap(({ after: { accountId, profession } }) =>
            accountId !== null && accountId !== me?.accountId && profession === me?.profession
              ? [accountId]
              : [],
          ),
      ),
    )
    const people = [...ids].map((accountId) => ({
      accountId,
      name: workspace.person(accountId)?.name ?? '',
      cases: parts.filter(({ caseId }) => isIn(caseId, accountId)).length,
    }))
    return bySuccession(
      people,
      workspace.schedulesOf(me?.accountId ?? ''),
      workspace.schedulesOf,
      now.toISOString(),
    )
  })
  const to = ref(successors.value[0]?.accountId)

  const canReceive = (caseId: string) => to.value !== undefined && isIn(caseId, to.value)
  /** Tasks of a part that can be offered to whoever was chosen. */
  function offerable({ caseId, open }: Part): HeldTask[] {
    const profession = workspace.person(to.value ?? '')?.profession
    if (!me || !profession || !to.value || !canReceive(caseId)) return []
    const receiver = { accountId: to.value, profession }
    return open.filter(
      ({ after }) => mayTakeStep(after, 'offer', me) && isTaskFor({ ...after, forAccount: null }, receiver),
    )
  }
  const sendable = computed(() =>
    parts.filter(({ caseId, isSent, text }) => isSent && text.trim() && canReceive(caseId)),
  )

  /** Hands everything to the outbox. @returns why not, in words; '' where it is on its way */
  function send(): string {
    const receiver = to.value
    if (!receiver || !me) return t('task.transmission.whomMissing')
    if (!sendable.value.length) return t('task.transmission.emptyMissing')
    if (sendable.value.some(({ text }) => text.trim().length > MESSAGE_MAX))
      return t('task.transmission.tooLong')
    for (const part of sendable.value) {
      post(part, receiver, me.accountId)
      for (const task of offerable(part)) {
        if (part.offeredIds.includes(task.id))
          take('offer', task, { toAccount: receiver }).catch((error: unknown) => say(sentence(error)))
      }
    }
    const name = workspace.person(receiver)?.name ?? ''
    const key = workspace.connection.connected ? 'sent' : 'kept'
    say(t(`task.transmission.${key}`, { name, n: sendable.value.length }, sendable.value.length))
    return ''
  }

  function post({ caseId, text: written }: Part, receiver: string, authorId: string) {
    const text = written.trim()
    const postedAt = new Date().toISOString()
    const to = { accountIds: [receiver], professions: [] }
    const asked = [{ accountId: receiver, via: 'name' as const, insteadOf: null }]
    const after = newMessage({ caseId, authorId, text, to, asked, postedAt })
    const { connected } = workspace.connection
    workspace
      .send(
        'message.post',
        { caseId, text, to, ...(connected ? {} : { writtenAt: postedAt }) },
        {
          optimistic: [{ stream: `case:${caseId}`, type: 'message', id: newId(), after }],
          keepRefused: true,
        },
      )
      // Refused, it stands in the Fil with its words.
      .catch((error: unknown) => say(sentence(error)))
  }

  return { parts, successors, to, canReceive, offerable, sendable, send }
}
