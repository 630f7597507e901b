/** Where the house works, and what stands around its circles: consent, what protocols hand over, an emergency. */
import type { CommandName } from '@colloque/contract'
import type { BreakGlass, CircleMember } from '@colloque/domain'
import type { Application } from '../app.ts'
import type { Actor } from '../platform/actor.ts'
import { createJoinCase } from '../features/care-circle/join-case.ts'
import { DEMO_PASSWORD } from './accounts.ts'
import { AT_BOTH_SITES, CONSENTS, DELEGATIONS, EMERGENCIES, SHARED, SITES } from './content/circles.ts'
import { RELATIVE } from './content/people.ts'
import type { DemoCase } from './scenario.ts'
import { instantOf } from './time.ts'

interface Told {
  readonly application: Application
  readonly teamId: string
  readonly cases: readonly DemoCase[]
  readonly people: readonly string[]
  readonly today: Date
  caseIdOf(key: string): string
  actorOf(key: string): Actor
  demoId(name: string): string
}

type Run = (name: CommandName, id: string, input: object, by: string, at: string) => Promise<string>

/** What stands already is left alone: each command has its own id. */
export async function tellCircles(told: Told): Promise<void> {
  const { application, actorOf, demoId } = told
  const run: Run = async (name, id, input, by, at) => {
    const { data } = await application.execute(
      name,
      { commandId: demoId(`circles ${id}`), ...input },
      actorOf(by),
      { at },
    )
    return (data as { id: string }).id
  }
  await tellSites(run, told)
  await tellConsents(run, told)
  await tellEmergencies(run, told)
  await tellShared(told)
}

async function tellSites(run: Run, { teamId, people, today, actorOf, demoId }: Told): Promise<void> {
  const at = instantOf(today, -60, '09:00')
  const sites = SITES.map(({ key, ...site }) => ({ id: demoId(`site ${key}`), ...site }))
  const ids = sites.map(({ id }) => id)
  await run('team.setSites', 'sites', { teamId, sites }, 'nadia', at)
  for (const person of people) {
    const siteIds = AT_BOTH_SITES.includes(person) ? ids : ids.slice(0, 1)
    const { accountId } = actorOf(person)
    await run('team.setMember', `site of ${person}`, { teamId, accountId, siteIds }, 'nadia', at)
  }
}

async function tellConsents(run: Run, { today, caseIdOf, actorOf }: Told): Promise<void> {
  for (const [index, { caseKey, by, day, decision, person, note }] of CONSENTS.entries()) {
    const at = instantOf(today, day, '17:00')
    const about = person ? { kind: 'account', accountId: actorOf(person).accountId } : { kind: 'circle' }
    const said = { caseId: caseIdOf(caseKey), decision, about, how: 'oral', on: at.slice(0, 10), note }
    await run('consent.record', `consent ${index}`, said, by, at)
  }
  for (const [index, { caseKey, by, day, untilDay, ...handed }] of DELEGATIONS.entries()) {
    const until = instantOf(today, untilDay, '23:00')
    const at = instantOf(today, day, '12:30')
    await run(
      'delegation.open',
      `delegation ${index}`,
      { caseId: caseIdOf(caseKey), ...handed, until },
      by,
      at,
    )
  }
}

async function tellEmergencies(run: Run, { application, cases, today, caseIdOf }: Told): Promise<void> {
  for (const [index, { caseKey, by, day, from, to, reason, words, review }] of EMERGENCIES.entries()) {
    const patient = cases.find(({ key }) => key === caseKey)?.patient
    if (!patient) throw new Error(`the demo names ${caseKey}, which it has no case of`)
    const { birthName, firstNames, birthDate } = patient
    // The case is found as anybody finds it in an emergency: by whom it is about.
    const stream = `case:${caseIdOf(caseKey)}` as const
    await application.changes.catchUp(stream)
    const breakGlassId = await run(
      'breakGlass.open',
      `emergency ${index}`,
      { birthName, firstNames, birthDate, reason, words },
      by,
      instantOf(today, day, from),
    )
    const fold = await application.changes.fold(stream)
    // Once it is over he may not even say so again.
    if (!fold.get<BreakGlass>('breakGlass', breakGlassId)?.after?.ended)
      await run('breakGlass.end', `emergency ${index} over`, { breakGlassId }, by, instantOf(today, day, to))
    const { verdict, word } = review
    const at = instantOf(today, review.day, review.time)
    await run('breakGlass.review', `emergency ${index} seen`, { breakGlassId, verdict, word }, review.by, at)
  }
}

/** A daughter abroad is let in to what the circle shares with her, writes, and is answered. */
async function tellShared({ application, today, caseIdOf, actorOf, demoId }: Told): Promise<void> {
  const { name, email, profession, phone, caseKey } = RELATIVE
  const caseId = caseIdOf(caseKey)
  const accountId = demoId(email)
  const account = { id: accountId, email, name, profession, phone, rpps: null, teamIds: [] }
  if (!(await application.accounts.find(accountId))) await application.accounts.create(account, DEMO_PASSWORD)
  const fold = await application.changes.fold(`case:${caseId}`)
  const named = fold.all<CircleMember>('circleMember').find(({ after }) => after?.name === name)
  if (!named) throw new Error(`the demo has nobody called ${name} in the circle of ${caseKey}`)
  const join = createJoinCase(application.changes)
  await join({ caseId, memberId: named.id, invitationId: demoId('relative joins') }, account)

  const relative: Actor = { accountId, sessionId: demoId('session'), name, profession, teamIds: [] }
  const by = (who: string) => (who === 'relative' ? relative : actorOf(who))
  const { parts, day, exchange } = SHARED
  const chosen = { commandId: demoId('sharing'), caseId, parts: [...parts] }
  await application.execute('sharing.set', chosen, actorOf(SHARED.by), { at: instantOf(today, day, '18:00') })
  for (const [index, said] of exchange.entries()) {
    const message = { commandId: demoId(`shared ${index}`), caseId, text: said.text }
    await application.execute('shared.post', message, by(said.by), {
      at: instantOf(today, said.day, said.at),
    })
  }
}
