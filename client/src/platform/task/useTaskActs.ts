/**
 * What is done to tasks, the same from every screen: on a card, in a list, on Accueil. Taking is a race and shows as
 * such until the server has decided; the rest is about what one holds, and shows at once.
 */
import { DomainError, isTaskEnded, type FindTask } from '@colloque/domain'
import type { GivenFile } from '@colloque/sdk'
import { useToast } from '@nuxt/ui/composables'
import { defineStore } from 'pinia'
import { shallowReactive } from 'vue'
import { useI18n } from 'vue-i18n'
import { useUndoToast } from '../../ui/useUndoToast.ts'
import { useAnnouncer } from '../announcer.ts'
import { useClock } from '../clock.ts'
import { useErrorSentence } from '../refusal.ts'
import { useWorkspace, type Present } from '../useWorkspace.ts'
import {
  afterStep,
  allowedActs,
  isRace,
  type Act,
  type Step,
  type StepInput,
  type Worker,
} from './taskRules.ts'
import { useLostTask } from './useLostTask.ts'

export type HeldTask = Present<'task'>

/** A second tap of a double one must not hit the button that takes the place of the first. */
const DOUBLE_TAP_MS = 700

/** What brings a task on; the rest stands in its detail. */
const NEAR: readonly Act[] = ['accept', 'claim', 'logCall', 'resume', 'complete']

/** Written by hand, or measured: it must outlive a refusal. */
const KEPT: readonly Step[] = ['complete', 'hold', 'logCall', 'offer']

/** Tasks whose buttons have just changed. */
const useSettling = defineStore('settlingTasks', () => {
  const ids = shallowReactive(new Set<string>())
  function begin(taskId: string) {
    ids.add(taskId)
    setTimeout(() => ids.delete(taskId), DOUBLE_TAP_MS)
  }
  return { ids, begin }
})

/** Call in setup. */
export function useTaskActs() {
  const { t } = useI18n({ useScope: 'global' })
  const workspace = useWorkspace()
  const now = useClock()
  const toast = useToast()
  const sayDone = useUndoToast()
  const sentence = useErrorSentence()
  const announcer = useAnnouncer()
  const settling = useSettling()
  const { tell: tellLost } = useLostTask((next) => void act('claim', next, {}))

  const worker = (): Worker | undefined => {
    const { account } = workspace
    return account && { accountId: account.id, profession: account.profession }
  }
  const findIn =
    (caseId: string): FindTask =>
    (id) =>
      workspace.find(caseId, 'task', id)?.after

  /** What the person may do, the likeliest first. */
  function allowed({ after }: HeldTask): Act[] {
    const me = worker()
    if (!me || !workspace.membership(after.caseId)) return []
    return allowedActs(after, me, { now: now.value.toISOString(), find: findIn(after.caseId) })
  }

  /** What a single button offers; undefined where nothing is near. */
  const likeliest = (task: HeldTask): Act | undefined => allowed(task).find((act) => NEAR.includes(act))

  /** Whether something that others may decide first is on its way to the server. */
  const isSending = (taskId: string) =>
    workspace.entries.some(
      ({ input, optimistic, state }) =>
        input.taskId === taskId && optimistic.length === 0 && (state === 'waiting' || state === 'sending'),
    )

  /** Whether its buttons have just changed. */
  const isSettling = (taskId: string) => settling.ids.has(taskId)

  /** Takes a step without a word to the person. @throws DomainError as the server, or the task as it stands here */
  async function take<Name extends Step>(
    name: Name,
    { id, after }: HeldTask,
    input: StepInput<Name>,
    files: readonly GivenFile[] = [],
  ): Promise<void> {
    const me = worker()
    if (!me) throw new DomainError('unauthenticated')
    const at = new Date().toISOString()
    const stream = workspace.streamOfTask(after.caseId, id)
    // What others may decide first is for the server to say.
    const outcome = isRace(name, after, me)
      ? undefined
      : afterStep(name, after, input, {
          ...{ taskId: id, worker: me, at },
          workerOf: (to) => workerIn(after.caseId, to),
        })
    await workspace.send(`task.${name}`, { taskId: id, ...input } as never, {
      optimistic: outcome
        ? [
            { stream, type: 'task', id, after: outcome.task },
            ...outcome.measurements.map((one) => ({ stream, type: 'measurement', ...one })),
            ...outcome.worded.map((one) => ({ stream, type: 'wordedReading', ...one })),
          ]
        : [],
      files,
      keepRefused: KEPT.includes(name) && Object.keys(input).length > 0,
    })
  }

  function workerIn(caseId: string, accountId: string): Worker {
    const profession = workspace.circle(caseId).find(({ after }) => after.accountId === accountId)
      ?.after.profession
    if (!profession) throw new DomainError('invalid', { field: 'toAccount', why: 'not_in_circle' })
    return { accountId, profession }
  }

  /**
   * @param input what goes with it: the reason, whom one waits for, a note
   * @returns whether the server agreed; a refusal has been told to the person
   */
  async function act<Name extends Act>(
    name: Name,
    task: HeldTask,
    input: StepInput<Name>,
    files: readonly GivenFile[] = [],
  ): Promise<boolean> {
    const me = worker()
    if (!me || isSending(task.id) || isSettling(task.id)) return false
    // Without a network, what nobody races for is said to be done at once, and kept.
    const isSaidAtOnce = !workspace.connection.connected && !isRace(name, task.after, me)
    try {
      settling.begin(task.id)
      const taken = take(name, task, input, files)
      if (isSaidAtOnce) say(name, task)
      await taken
    } catch (error) {
      refused(task, error)
      return false
    } finally {
      settling.begin(task.id)
    }
    if (!isSaidAtOnce) say(name, task)
    return true
  }

  function say(name: Act, task: HeldTask) {
    const after = workspace.find(task.after.caseId, 'task', task.id)?.after
    const isPart = name === 'complete' && after !== undefined && !isTaskEnded(after)
    const done = t(`platform.task.done.${isPart ? 'part' : name}`)
    announcer.announce(done)
    sayDone(done, isPart ? undefined : undoOf(name, task))
  }

  function undoOf(name: Act, { id, after }: HeldTask): (() => void) | undefined {
    const again = <Next extends Act>(next: Next, input: StepInput<Next>) => {
      const task = workspace.find(after.caseId, 'task', id)
      if (task) void act(next, task, input)
    }
    const reason = t('platform.task.undoReason')
    switch (name) {
      case 'claim':
        return () => again('release', { reason })
      case 'release':
        return () => again('claim', {})
      case 'hold':
        return () => again('resume', {})
      case 'complete':
      case 'abandon':
        return () => again('reopen', {})
      case 'offer':
        return () => again('decline', { reason })
      case 'delegate':
        return () => again('delegate', { toAccount: after.delegate?.accountId ?? null })
      default:
        return undefined
    }
  }

  /** Ticks an item of the checklist, or takes the tick back. */
  async function check(task: HeldTask, itemId: string, done: boolean): Promise<void> {
    try {
      await take('check', task, { itemId, done })
    } catch (error) {
      refused(task, error)
    }
  }

  function refused(task: HeldTask, error: unknown) {
    if (error instanceof DomainError && error.code === 'already_claimed') return tellLost(task.id, error)
    const said = sentence(error)
    announcer.announce(said)
    toast.add({ title: said, color: 'neutral', icon: 'i-lucide-circle-alert' })
  }

  return { allowed, likeliest, isSending, isSettling, act, take, check }
}
