import { DomainError } from '@colloque/domain'
import { computed, ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { useAnnouncer } from '../../../platform/announcer.ts'
import { useErrorSentence } from '../../../platform/refusal.ts'
import { useLostTask } from '../../../platform/task/useLostTask.ts'
import { useTaskActs, type HeldTask } from '../../../platform/task/useTaskActs.ts'

export interface Claim {
  readonly taskId: string
  readonly title: string
  readonly state: 'waits' | 'won' | 'lost' | 'refused'
  /** Who was first and when, or why not. */
  readonly words: string
}

/** Several tasks taken in one gesture; each is answered by itself. Call in setup. */
export function useClaims() {
  const { t } = useI18n()
  const { take, act } = useTaskActs()
  const { words: lostWords } = useLostTask((task) => void act('claim', task, {}))
  const sentence = useErrorSentence()
  const announcer = useAnnouncer()
  const claims = ref<readonly Claim[]>([])

  const settle = (taskId: string, state: Claim['state'], words = '') =>
    (claims.value = claims.value.map((claim) =>
      claim.taskId === taskId ? { ...claim, state, words } : claim,
    ))

  async function claim(tasks: readonly HeldTask[]): Promise<void> {
    claims.value = tasks.map(({ id, after }) => ({
      ...{ taskId: id, title: after.title, state: 'waits' as const, words: '' },
    }))
    await Promise.all(
      tasks.map(async (task) => {
        try {
          await take('claim', task, {})
          settle(task.id, 'won')
        } catch (error) {
          const isLost = error instanceof DomainError && error.code === 'already_claimed'
          settle(task.id, isLost ? 'lost' : 'refused', isLost ? lostWords(error) : sentence(error))
        }
      }),
    )
    announcer.announce(summary.value)
  }

  const count = (state: Claim['state']) => claims.value.filter((one) => one.state === state).length
  /** « 2 tâches prises sur 3 » */
  const summary = computed(() =>
    count('waits')
      ? t('task.take.waits', count('waits'))
      : t('task.take.won', { n: count('won'), all: claims.value.length }, count('won')),
  )
  const forget = () => (claims.value = [])

  return { claims, claim, summary, forget }
}
