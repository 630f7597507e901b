/**
 * Whoever stands in for an absent colleague has a place in the circles of theirs while the absence lasts, within the
 * rights of their own profession. The absent one keeps their access.
 */
import {
  holdsAt,
  newCircleMember,
  objectionTo,
  parseStream,
  presetView,
  standInsAt,
  type CaseLink,
  type Change,
  type CircleMember,
  type PatientCase,
  type Schedule,
  type StandIn,
  type StreamName,
  type TeamMember,
} from '@colloque/domain'
import { trusted } from 'mongoose'
import { v5 } from 'uuid'
import type { ChangeLog, Decide, StreamFold } from '../../platform/change-log/index.ts'
import { heldMembership, membershipOf } from '../../platform/circle.ts'
import { entity } from '../../platform/commands.ts'
import { projections } from '../../platform/entity-projections.ts'
import type { JobDefinition } from '../../platform/jobs/index.ts'
import type { ProjectionReader } from '../../platform/reader.ts'
import { consentsIn, freedTasks } from './circle-changes.ts'

export interface Replacements {
  /** Gives the places that are due: of absences that have begun, and in cases that were opened meanwhile. */
  readonly job: JobDefinition
  /** After a change to a team, so that what is said of absences counts at once: called at least once for each. */
  follow(change: Change): Promise<void>
}

interface Parts {
  readonly changes: ChangeLog
  readonly reader: ProjectionReader
  readonly clock: () => Date
  teamIds(): Promise<readonly string[]>
}

const BY = 'system:replacements'

export function createReplacements({ changes, reader, clock, teamIds }: Parts): Replacements {
  const streamsOf = async (filter: Record<string, unknown>): Promise<StreamName[]> => {
    const found = await reader
      .model(projections.circleMembers)
      .find({ status: 'active', ...filter } as never)
      .lean()
    return (found as unknown as { stream: StreamName }[]).map(({ stream }) => stream)
  }

  /** The cases that somebody sees whole. One that was opened a moment ago is in no list yet, but in their own stream. */
  async function casesOf(accountId: string): Promise<StreamName[]> {
    const own = await changes.fold(`member:${accountId}`)
    const linked = own
      .all<CaseLink>('caseLink')
      .flatMap(({ after }): StreamName[] => (after?.status === 'active' ? [`case:${after.caseId}`] : []))
    return [...new Set([...linked, ...(await streamsOf({ accountId, view: 'case' }))])]
  }

  async function give(teamId: string, now: string): Promise<void> {
    const due = dueIn(await changes.fold(`team:${teamId}`), now)
    for (const { standIn, replacement } of due) {
      const [theirs, own] = await Promise.all([
        casesOf(standIn.absent),
        streamsOf({ accountId: standIn.replacement }),
      ])
      const there = new Set(own)
      for (const stream of theirs.filter((one) => !there.has(one))) {
        const caseId = parseStream(stream)?.id ?? ''
        const { absenceId } = standIn
        await changes.execute({
          stream,
          // Once for each absence: whoever the circle has asked to leave does not come again.
          commandId: v5(`stand in ${absenceId} ${standIn.replacement}`, caseId),
          by: BY,
          input: { absenceId, replacement: standIn.replacement },
          decide: takePlace(caseId, teamId, standIn, replacement),
        })
      }
    }
  }

  /** Brings the places that stand for somebody's absences in line with what is said of them now. */
  async function align(teamId: string, absent: string, seq: number, now: string): Promise<void> {
    const due = dueIn(await changes.fold(`team:${teamId}`), now)
    const streams = new Set([
      ...(await streamsOf({ until: trusted({ $ne: null }), replaces: absent })),
      // A place that was given a moment ago is in no list yet.
      ...(await casesOf(absent)),
    ])
    for (const stream of streams) {
      for (const { id, after } of placesFor(await changes.fold(stream), absent, teamId)) {
        const standIn = due.find(
          (one) => one.standIn.absent === absent && one.standIn.replacement === after.accountId,
        )?.standIn
        const until = standIn?.until ?? null
        await changes.execute({
          stream,
          commandId: v5(`follow ${seq} ${until ?? ''}`, v5(teamId, id)),
          by: BY,
          input: { memberId: id, until },
          decide: standIn ? moveEnd(id, standIn) : givePlaceBack(id),
        })
      }
    }
  }

  return {
    job: {
      name: 'replacements',
      every: '1 minute',
      run: async (now) => {
        for (const teamId of await teamIds()) await give(teamId, now.toISOString())
      },
    },
    follow: async ({ stream, seq, kind, entities }) => {
      const place = parseStream(stream)
      if (place?.kind !== 'team' || !kind.startsWith('schedule.absence')) return
      // The places are looked for in lists. What another server gave a moment ago, the job finds.
      await changes.listed()
      const now = clock().toISOString()
      for (const { after } of entities)
        if (after !== null) await align(place.id, (after as Schedule).accountId, seq, now)
      await give(place.id, now)
    },
  }
}

interface Due {
  readonly standIn: StandIn
  readonly replacement: TeamMember
}

/** Who stands in for whom now, of those who are both in the team. */
function dueIn(team: StreamFold, now: string): Due[] {
  const members = team
    .all<TeamMember>('teamMember')
    .flatMap(({ after }) => (after?.status === 'active' ? [after] : []))
  const schedules = team.all<Schedule>('schedule').flatMap(({ after }) => after ?? [])
  return standInsAt(schedules, now).flatMap((standIn) => {
    const replacement = members.find(({ accountId }) => accountId === standIn.replacement)
    const isInTeam = members.some(({ accountId }) => accountId === standIn.absent)
    return replacement && isInTeam ? [{ standIn, replacement }] : []
  })
}

const caseIn = (fold: StreamFold) => fold.all<PatientCase>('patientCase')[0]?.after

/** The places that stand for somebody in a case of a team. One that the circle has left open is the circle's to end. */
function placesFor(fold: StreamFold, absent: string, teamId: string) {
  if (caseIn(fold)?.teamId !== teamId) return []
  return fold
    .all<CircleMember>('circleMember')
    .flatMap(({ id, after }) => (after && isPlaceFor(after, absent) ? [{ id, after }] : []))
}

const isPlaceFor = ({ status, basis, replaces, until }: CircleMember, absent: string) =>
  status === 'active' && basis === 'replacement' && replaces === absent && until !== null

/** Nobody stays longer than whom they stand in for. */
const endOf = ({ until }: StandIn, absent: CircleMember | undefined) =>
  absent?.until && absent.until < until ? absent.until : until

function takePlace(caseId: string, teamId: string, standIn: StandIn, replacement: TeamMember): Decide {
  const { accountId, name, profession, phone } = replacement
  return (fold, { now, newId }) => {
    const unchanged = { unchanged: { type: 'patientCase', id: caseId } }
    const patientCase = caseIn(fold)
    if (patientCase?.teamId !== teamId || patientCase.status === 'closed') return unchanged
    const absent = heldMembership(fold, standIn.absent, now)?.after
    if (!absent || !isReplaced(absent) || membershipOf(fold, accountId, now)) return unchanged
    if (objectionTo({ accountId, profession }, consentsIn(fold)) !== undefined) return unchanged
    const member = newCircleMember({
      ...{ caseId, accountId, name, profession, phone, view: presetView(profession) },
      ...{ basis: 'replacement', replaces: standIn.absent, until: endOf(standIn, absent) },
      ...{ addedBy: standIn.absent, addedAt: now },
    })
    return { kind: 'circle.replacementBegan', entities: [entity('circleMember', newId(0), member)] }
  }
}

/** Whoever stands in themself is not stood in for: nobody has said that a third one may know. */
const isReplaced = ({ view, basis }: CircleMember) =>
  view === 'case' && basis !== 'emergency' && basis !== 'replacement'

function moveEnd(id: string, standIn: StandIn): Decide {
  return (fold, { now }) => {
    const member = fold.get<CircleMember>('circleMember', id)?.after
    const until = endOf(standIn, membershipOf(fold, standIn.absent, now))
    if (!member || !isPlaceFor(member, standIn.absent) || !holdsAt(member, now) || member.until === until)
      return { unchanged: { type: 'circleMember', id } }
    return { kind: 'circle.replacementMoved', entities: [entity('circleMember', id, { ...member, until })] }
  }
}

function givePlaceBack(id: string): Decide {
  return (fold, { now }) => {
    const member = fold.get<CircleMember>('circleMember', id)?.after
    if (!member || member.status === 'left') return { unchanged: { type: 'circleMember', id } }
    const left: CircleMember = { ...member, status: 'left', leftAt: now }
    return {
      kind: 'circle.replacementEnded',
      entities: [entity('circleMember', id, left), ...freedTasks(fold, member.accountId)],
    }
  }
}
