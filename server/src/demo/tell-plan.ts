/** Writes the demo's care plans as the people of the house would: through board operations and commands. */
import {
  addAction,
  addAlert,
  addObjective,
  addReview,
  casePlanDocName,
  editPlanWords,
  paragraphs,
  planListOf,
  planTextOf,
  readPlan,
  setNextReview,
  setObjectiveStatus,
  type PlanList,
} from '@colloque/board'
import { severeFlags, type CarePlan, type Flag } from '@colloque/domain'
import type * as Y from 'yjs'
import type { Application } from '../app.ts'
import { contentOf, sealed } from '../features/care-plan/plan-state.ts'
import type { Actor } from '../platform/actor.ts'
import { DEMO_PASSWORD } from './accounts.ts'
import type { DemoPlan } from './plan-scenario.ts'
import { instantOf } from './time.ts'

interface Told {
  readonly application: Application
  readonly caseId: string
  readonly today: Date
  actorOf(key: string): Actor
  demoId(name: string): string
}

/** What stands already is left alone: a seeding that was cut short goes on where it stopped. */
export async function tellPlan(plan: DemoPlan, told: Told): Promise<void> {
  const { application, caseId, today, actorOf, demoId } = told
  const { boards, execute, changes } = application
  const name = casePlanDocName(caseId)
  const idOf = (what: string) => demoId(`${plan.caseKey} plan ${what}`)
  const write = (by: string, day: number, change: (doc: Y.Doc, at: Date) => void) => {
    const { accountId, profession } = actorOf(by)
    const at = new Date(instantOf(today, day, '17:45'))
    return boards.edit(name, { accountId, role: profession ?? '' }, (doc) => change(doc, at), at)
  }
  const add = (list: PlanList, id: string, by: string, day: number, change: (doc: Y.Doc, at: Date) => void) =>
    write(by, day, (doc, at) => {
      if (!planListOf(doc, list).has(id)) change(doc, at)
    })
  const run = (
    command: 'plan.nameReferent' | 'plan.recordConsent' | 'plan.submit',
    by: string,
    input: object,
  ) =>
    execute(command, { commandId: idOf(command), caseId, ...input }, actorOf(by), {
      at: instantOf(today, 0, '08:25'),
    })

  for (const { section, by, day, text } of plan.texts)
    await write(by, day, (doc) => {
      const fragment = planTextOf(doc, section)
      if (fragment.length === 0) fragment.insert(0, paragraphs(text))
    })
  for (const { key, by, day, text, status, reason } of plan.objectives)
    await add('objectives', idOf(key), by, day, (doc, at) => {
      addObjective(doc, { id: idOf(key), words: text, by: actorOf(by).accountId, at })
      setObjectiveStatus(doc, idOf(key), status)
      if (reason) editPlanWords(doc, 'objectives', idOf(key), 'reason', reason)
    })
  for (const [index, { by, day, objective, what, when, who }] of plan.actions.entries()) {
    const id = idOf(`action ${index}`)
    await add('actions', id, by, day, (doc, at) => {
      const doer = 'person' in who ? { accountId: actorOf(who.person).accountId } : who
      const said = { words: what, objective: idOf(objective), who: doer }
      addAction(doc, { id, by: actorOf(by).accountId, at, ...said })
      editPlanWords(doc, 'actions', id, 'when', when)
    })
  }
  const addsAlert = (id: string, by: string, { sign, conduct, call }: DemoPlan['alerts'][number]) => {
    return (doc: Y.Doc, at: Date) => {
      addAlert(doc, { id, words: sign, by: actorOf(by).accountId, at })
      editPlanWords(doc, 'alerts', id, 'conduct', conduct)
      editPlanWords(doc, 'alerts', id, 'call', call)
    }
  }
  for (const [index, alert] of plan.alerts.entries()) {
    const id = idOf(`alert ${index}`)
    await add('alerts', id, alert.by, alert.day, addsAlert(id, alert.by, alert))
  }
  for (const [index, { by, day, text, people }] of plan.reviews.entries()) {
    const id = idOf(`review ${index}`)
    await add('reviews', id, by, day, (doc, at) => {
      const on = instantOf(today, day, '12:00').slice(0, 10)
      addReview(doc, { id, words: text, on, by: actorOf(by).accountId, at })
      editPlanWords(doc, 'reviews', id, 'people', people)
    })
  }
  const { nextReview, consent, referent, submitted, signed, since } = plan
  if (nextReview !== null) {
    const on = instantOf(today, nextReview, '12:00').slice(0, 10)
    await write(plan.texts[0]!.by, -2, (doc) => setNextReview(doc, on))
  }
  const writer = plan.texts[0]!.by
  if (referent) await run('plan.nameReferent', writer, { accountId: actorOf(referent).accountId })
  if (consent) {
    const { how, scope, by, day } = consent
    const on = instantOf(today, day, '12:00').slice(0, 10)
    await run('plan.recordConsent', by, { given: true, how, on, ...(scope ? { scope } : {}) })
  }
  const fold = await changes.fold(`case:${caseId}`)
  const held = fold.all<CarePlan>('carePlan')[0]?.after
  if (submitted && !held?.submission) {
    const docSeq = await boards.view(name, (_doc, seq) => seq)
    await run('plan.submit', submitted.by, { docSeq, word: submitted.word })
  }
  if (signed && !held?.versionId) await sign(signed, told, idOf('sign'))
  if (since) {
    const id = idOf('since')
    const { accountId, profession } = actorOf(since.by)
    await boards.edit(name, { accountId, role: profession ?? '' }, (doc) => {
      if (!planListOf(doc, 'alerts').has(id)) addsAlert(id, since.by, { ...since, day: 0 })(doc, new Date())
    })
  }
}

/** Now, in a session of its own, with the password: the proof on record is one that was given. */
async function sign(by: string, { application, caseId, actorOf }: Told, commandId: string): Promise<void> {
  const { boards, changes, execute } = application
  const { accountId } = actorOf(by)
  const doctor = await application.proveByPassword(accountId, DEMO_PASSWORD)
  try {
    const seen = await boards.view(casePlanDocName(caseId), (doc, docSeq) => ({
      document: readPlan(doc),
      docSeq,
    }))
    if (!seen) throw new Error('the demo signs a plan that nobody has written')
    const fold = await changes.fold(`case:${caseId}`)
    const flags = fold
      .all<Flag>('flag')
      .flatMap(({ id, rev, after }) => (after ? [{ id, rev, flag: after }] : []))
    const acceptedFlags = severeFlags(flags).map(({ id, rev }) => ({ id, rev }))
    const textHash = sealed(contentOf(fold, caseId, seen.document)).hash
    await execute(
      'plan.sign',
      { commandId, caseId, docSeq: seen.docSeq, textHash, acceptedFlags },
      doctor.actor,
    )
  } finally {
    await doctor.end()
  }
}
