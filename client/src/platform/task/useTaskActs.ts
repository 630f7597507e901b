/**
 * What is done to tasks, the same from every screen: on a card, in a list, on Accueil. Taking is a race and shows as
 * such until the server has decided; the rest is about what one holds, and shows at once.
 */
import { DomainError, type Task, type TaskAct } from '@colloque/domain'
import { useToast } from '@nuxt/ui/composables'
import { defineStore } from 'pinia'
import { shallowReactive } from 'vue'
import { useI18n } from 'vue-i18n'
import { useUndoToast } from '../../ui/useUndoToast.ts'
import { useAnnouncer } from '../announcer.ts'
import { useFormat } from '../format.ts'
import { useQueue } from '../queue/useQueue.ts'
import { useErrorSentence } from '../refusal.ts'
import { useWorkspace, type Present } from '../useWorkspace.ts'
import { afterAct, allowedActs, type Worker } from './taskRules.ts'

export type HeldTask = Present<'task'>

/** A second tap of a double one must not hit the button that takes the place of the first. */
const DOUBLE_TAP_MS = 700

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
  const queue = useQueue()
  const format = useFormat()
  const toast = useToast()
  const sayDone = useUndoToast()
  const sentence = useErrorSentence()
  const announcer = useAnnouncer()
  const settling = useSettling()

  const worker = (): Worker | undefined => {
    const { account } = workspace
    return account && { accountId: account.id, profession: account.profession }
  }

  /** What the person may do, the likeliest first. */
  function allowed({ after }: HeldTask): TaskAct[] {
    const me = worker()
    return me && workspace.membership(after.caseId) ? allowedActs(after, me) : []
  }

  /** Whether an act on it is on its way to the server. */
  const isSending = (taskId: string) => workspace.isSending('taskId', taskId)

  /** Whether its buttons have just changed. */
  const isSettling = (taskId: string) => settling.ids.has(taskId)

  /**
   * @param words the reason, whom one waits for, or a note: what the act asks for
   * @returns whether the server agreed; a refusal has been told to the person
   */
  async function act(name: TaskAct, task: HeldTask, words = ''): Promise<boolean> {
    const me = worker()
    if (!me || isSending(task.id) || isSettling(task.id)) return false
    try {
      await workspace.send(`task.${name}`, inputOf(name, task.id, words) as never, {
        ...(isHeldBy(task.after, me) ? { optimistic: [overlay(name, task, me, words)] } : {}),
        // A note was written by hand: it must outlive a refusal.
        keepRefused: name === 'complete' && words !== '',
      })
    } catch (error) {
      refused(task, error)
      return false
    } finally {
      settling.begin(task.id)
    }
    const done = t(`platform.task.done.${name}`)
    announcer.announce(done)
    sayDone(done, undoOf(name, task))
    return true
  }

  function undoOf(name: TaskAct, { id, after }: HeldTask): (() => void) | undefined {
    const again = (next: TaskAct, words = '') => {
      const task = workspace.find(after.caseId, 'task', id)
      if (task) void act(next, task, words)
    }
    if (name === 'claim') return () => again('release', t('platform.task.undoReason'))
    if (name === 'release') return () => again('claim')
    if (name === 'hold') return () => again('resume')
    if (name === 'resume' && after.waitingFor) return () => again('hold', after.waitingFor ?? '')
    return undefined
  }

  function refused(task: HeldTask, error: unknown) {
    if (error instanceof DomainError && error.code === 'already_claimed') return lost(task, error)
    const said = sentence(error)
    announcer.announce(said)
    toast.add({ title: said, color: 'neutral', icon: 'i-lucide-circle-alert' })
  }

  /** Losing is calm: who was first, when, and another task that is free. */
  function lost(task: HeldTask, { data }: DomainError) {
    const name = workspace.person(String(data.by))?.name
    const title =
      name && typeof data.at === 'string'
        ? t('platform.task.lost', { name, time: format.value.time(data.at) })
        : t('platform.task.lostUnknown')
    const next = nextFree(task.id)
    announcer.announce(title)
    toast.add({
      title,
      color: 'neutral',
      ...(next
        ? {
            description: t('platform.task.next', {
              title: next.after.title,
              person: workspace.nameOfCase(next.after.caseId),
            }),
            actions: [
              {
                label: t('platform.task.takeNext'),
                color: 'primary',
                variant: 'ghost',
                size: 'lg',
                onClick: () => void act('claim', next),
              },
            ],
          }
        : {}),
    })
  }

  function nextFree(butId: string): HeldTask | undefined {
    const item = queue.items.find(({ kind, entityId }) => kind === 'freeTask' && entityId !== butId)
    return item && workspace.findIn(item.stream, 'task', item.entityId)
  }

  return { allowed, isSending, isSettling, act }
}

const isHeldBy = ({ claimed }: Task, { accountId }: Worker) => claimed?.by === accountId

const overlay = (name: TaskAct, { id, after }: HeldTask, worker: Worker, words: string) => ({
  stream: `case:${after.caseId}`,
  type: 'task',
  id,
  after: afterAct(name, after, worker, new Date().toISOString(), words),
})

function inputOf(name: TaskAct, taskId: string, words: string) {
  if (name === 'release' || name === 'abandon') return { taskId, reason: words }
  if (name === 'hold') return { taskId, waitingFor: words }
  return name === 'complete' && words ? { taskId, note: words } : { taskId }
}
