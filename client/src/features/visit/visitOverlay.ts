/** How a visit will look once the server agrees: its note, readings, needs, tasks and referrals. */
import { newMessage, newNeed, newReferral, newTask, nextRank, type Need } from '@colloque/domain'
import type { OptimisticEntity } from '@colloque/sdk'
import type { VisitInput } from './visitDraft.ts'

interface Around {
  readonly authorId: string
  /** ISO instant. */
  readonly at: string
  readonly newId: () => string
  readonly held: readonly { readonly id: string; readonly after: Need }[]
}

/** @returns the note first */
export function visitOverlay(input: VisitInput, { authorId, at, newId, held }: Around): OptimisticEntity[] {
  const { caseId } = input
  const stream = `case:${caseId}`
  const made: OptimisticEntity[] = []
  const make = (type: string, after: unknown, id = newId()): string => {
    made.push({ stream, type, id, after })
    return id
  }
  const own = { caseId, createdBy: authorId, createdAt: at }
  const noteId = newId()
  const readings = input.readings ?? []
  const measurementIds = readings.map(() => newId())
  const note = { kind: 'note', authorId, text: input.text, postedAt: at, measurementIds } as const
  make('message', newMessage({ caseId, ...note }), noteId)
  readings.forEach(({ kind, value, value2 }, index) =>
    make(
      'measurement',
      { caseId, kind, value, value2: value2 ?? null, takenAt: at, takenBy: authorId, messageId: noteId },
      measurementIds[index],
    ),
  )
  const rank = nextRank(held.map(({ id, after }) => ({ id, need: after })))
  input.needs.forEach(({ text, domain, necessary = null, possible = null, tasks = [], referral }, index) => {
    const needId = newId()
    const taskIds = tasks.map(({ title, forProfession = null, forAccount = null, dueAt = null }) =>
      make('task', newTask({ ...own, title, forProfession, forAccount, dueAt, messageId: noteId })),
    )
    const referralIds = referral
      ? [
          make(
            'referral',
            newReferral({
              ...{ ...own, to: referral.to, reason: referral.reason, needId, noteId },
              ...{ profession: referral.profession ?? null, phone: referral.phone ?? null },
            }),
          ),
        ]
      : []
    const need = { caseId, text, domain, rank: rank + index, addedBy: authorId, addedAt: at }
    make('need', newNeed({ ...need, necessary, possible, noteId, taskIds, referralIds }), needId)
  })
  return made
}
