import type { BoardCard } from '@colloque/board'
import { isFlagPending, isTaskEnded } from '@colloque/domain'
import { computed, type Ref } from 'vue'
import { useFormat } from '../../platform/format.ts'
import { oneLine } from '../../platform/news/oneLine.ts'
import { useReadings } from '../../platform/readings.ts'
import { useWorkspace } from '../../platform/useWorkspace.ts'
import { findLinks, type LinkChoice } from './linkSearch.ts'

/** A situation has thousands of messages: they are looked for, never listed. */
const MESSAGES_FROM = 2

/** What may be shown on a card, from the replica: what is still to do first, of the rest the last. Call in setup. */
export function useLinkChoices(caseId: string, card: () => BoardCard, query: Readonly<Ref<string>>) {
  const workspace = useWorkspace()
  const readings = useReadings()
  const format = useFormat()

  const tasks = computed(() =>
    workspace
      .list(caseId, 'task')
      .toSorted((one, other) => Number(isTaskEnded(one.after)) - Number(isTaskEnded(other.after)))
      .map(({ id, after }): LinkChoice => ({ type: 'task', id, label: after.title })),
  )
  const flags = computed(() =>
    workspace
      .list(caseId, 'flag')
      .toSorted((one, other) => Number(isFlagPending(other.after)) - Number(isFlagPending(one.after)))
      .map(({ id, after }): LinkChoice => ({ type: 'flag', id, label: after.title })),
  )
  const runs = computed(() =>
    workspace
      .list(caseId, 'protocolRun')
      .toSorted((one, other) => Number(one.after.status === 'ended') - Number(other.after.status === 'ended'))
      .map(({ id, after }): LinkChoice => ({ type: 'run', id, label: after.content.name })),
  )
  const measurements = computed(() =>
    workspace
      .list(caseId, 'measurement')
      .toReversed()
      .map(({ id, after }): LinkChoice => ({
        type: 'measurement',
        id,
        label: `${readings.value.line(after)}, ${format.value.dateTime(after.takenAt)}`,
      })),
  )
  const files = computed(() =>
    workspace
      .list(caseId, 'file')
      .toReversed()
      .map(({ id, after }): LinkChoice => ({
        type: 'file',
        id,
        label: `${after.name}, ${format.value.day(after.addedAt)}`,
      })),
  )
  const messages = computed(() =>
    query.value.trim().length < MESSAGES_FROM
      ? []
      : workspace
          .list(caseId, 'message')
          .filter(({ after }) => after.text)
          .toReversed()
          .map(({ id, after }): LinkChoice => ({
            type: 'message',
            id,
            label: `${workspace.person(after.authorId)?.name ?? ''} : ${oneLine(after.text, 90)}`,
          })),
  )

  return computed(() =>
    findLinks(
      [tasks.value, flags.value, runs.value, measurements.value, files.value, messages.value],
      query.value,
      card().links,
    ),
  )
}
