/** What tests do around a care plan: write in it, prove who one is, sign what one sees. */
import { addAlert, addObjective, casePlanDocName, paragraphs } from '@colloque/board'
import type { QueryOutput } from '@colloque/contract'
import type * as Y from 'yjs'
import { PASSWORD, type TestHouse, type TestPerson } from './test-house.ts'

export type CasePlan = QueryOutput<'casePlan'>

/** Edits the plan as somebody of its circle would. @returns once it is stored */
export const writePlan = (
  { application }: Pick<TestHouse, 'application'>,
  caseId: string,
  by: TestPerson,
  change: (doc: Y.Doc) => void,
): Promise<void> =>
  application.boards.edit(casePlanDocName(caseId), { accountId: by.id, role: by.profession ?? '' }, change)

let entries = 0
/** Adds an objective, under an id of its own. */
export const addsObjective = (words: string, by: TestPerson) => (doc: Y.Doc) =>
  addObjective(doc, { id: `o${++entries}`, words, by: by.id, at: new Date() })
export const addsAlert = (words: string, by: TestPerson) => (doc: Y.Doc) =>
  addAlert(doc, { id: `a${++entries}`, words, by: by.id, at: new Date() })
export const writesSituation = (words: string) => (doc: Y.Doc) =>
  doc.getXmlFragment('situation').insert(0, paragraphs(words))

/** Shows anew, by the password, that it is they. */
export async function prove({ url }: Pick<TestHouse, 'url'>, person: TestPerson): Promise<void> {
  const answer = await fetch(`${url}/api/v1/session/proof`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${person.token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ password: PASSWORD }),
  })
  if (!answer.ok) throw new Error(`proof: ${answer.status}`)
}

export const planOf = async (person: TestPerson, caseId: string): Promise<CasePlan> =>
  (await person.get(`/cases/${caseId}/plan`)).body as CasePlan

/** What somebody signs who signs what stands there now. */
export const asSeen = ({ content, docSeq, textHash }: CasePlan) => ({
  ...{ caseId: content.caseId, docSeq, textHash },
  acceptedFlags: [] as { id: string; rev: number }[],
})

/** A plan with words, consent and a signature. @returns the id of the version */
export async function signAPlan(house: TestHouse, caseId: string, doctor: TestPerson): Promise<string> {
  await writePlan(house, caseId, doctor, addsObjective('Marcher jusqu’au marché', doctor))
  await doctor.done('plan.recordConsent', { caseId, given: true, how: 'oral', on: '2026-01-05' })
  await prove(house, doctor)
  return (await doctor.done('plan.sign', asSeen(await planOf(doctor, caseId)))).id
}
