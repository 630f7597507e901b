/** The co-edited documents of a case as an export holds them. */
import {
  blocksOf,
  caseBoardDocName,
  caseMinutesDocName,
  casePlanDocName,
  readBoard,
  readPlan,
  TEXT,
} from '@colloque/board'
import type { PlanBlock, PlanDocument } from '@colloque/domain'
import type { BoardServer } from '../../../platform/boards/index.ts'

export interface ExportedDocument {
  readonly name: string
  readonly title: string
  readonly json: string
  readonly text: string
}

/**
 * The board, the plan and what meetings noted of the case, where anybody ever opened them.
 * @param meetingIds that it was on the agenda of
 */
export async function documentsOf(
  boards: Pick<BoardServer, 'view'>,
  caseId: string,
  meetingIds: readonly string[],
): Promise<ExportedDocument[]> {
  const [board, plan, ...notes] = await Promise.all([
    boards.view(caseBoardDocName(caseId), (doc) => readBoard(doc)),
    boards.view(casePlanDocName(caseId), (doc) => readPlan(doc)),
    ...meetingIds.map((id) =>
      boards.view(caseMinutesDocName(caseId, id), (doc) => blocksOf(doc.getXmlFragment(TEXT))),
    ),
  ])
  const made: ExportedDocument[] = []
  if (board) {
    const columns = board.columns.map(({ title, cards }) =>
      [title, ...cards.map((card) => `- ${card.title}${card.body === '' ? '' : `\n  ${card.body}`}`)].join(
        '\n',
      ),
    )
    const archived = board.archivedCards.map(
      ({ title, body }) => `- ${title}${body === '' ? '' : `\n  ${body}`}`,
    )
    const text = [...columns, ...(archived.length > 0 ? [['Retirées', ...archived].join('\n')] : [])].join(
      '\n\n',
    )
    made.push({ name: 'tableau', title: 'Tableau', json: JSON.stringify(board, null, 2), text })
  }
  if (plan)
    made.push({ name: 'plan', title: 'Plan', json: JSON.stringify(plan, null, 2), text: planText(plan) })
  for (const [index, blocks] of notes.entries()) {
    if (!blocks) continue
    const [name, title] = [`concertation-${index + 1}`, `Notes de concertation ${index + 1}`]
    made.push({ name, title, json: JSON.stringify(blocks, null, 2), text: wordsOf(blocks) })
  }
  return made
}

const wordsOf = (blocks: readonly PlanBlock[]) => blocks.map(({ text }) => text).join('\n')

function planText({
  situation,
  health,
  supports,
  objectives,
  actions,
  alerts,
  reviews,
}: PlanDocument): string {
  const parts: readonly (readonly [string, string])[] = [
    ['Situation', wordsOf(situation)],
    ['Santé', wordsOf(health)],
    ['Aides en place', wordsOf(supports)],
    ['Objectifs', objectives.map(({ text, reason }) => lineOf(text, reason)).join('\n')],
    ['Actions', actions.map(({ what, when, due }) => lineOf(what, when, due ?? '')).join('\n')],
    ['Alertes', alerts.map(({ sign, conduct, call }) => lineOf(sign, conduct, call)).join('\n')],
    ['Bilans', reviews.map(({ on, people, summary }) => lineOf(on, people, summary)).join('\n')],
  ]
  return parts.flatMap(([title, text]) => (text === '' ? [] : [`${title}\n${text}`])).join('\n\n')
}

const lineOf = (...said: string[]) => `- ${said.filter((part) => part !== '').join(' — ')}`
