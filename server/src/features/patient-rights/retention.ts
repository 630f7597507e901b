/**
 * How long a closed case is kept. What is due is told to its own circle alone: nobody outside it learns that a case is
 * there. Nothing is erased by itself: a person decides.
 */
import {
  holdsAt,
  keptUntil,
  newTask,
  RETENTION_YEARS,
  type CareTeam,
  type CircleMember,
  type PatientCase,
} from '@colloque/domain'
import { trusted } from 'mongoose'
import { v5 } from 'uuid'
import type { Actor } from '../../platform/actor.ts'
import type { ChangeLog, Decide, StreamFold } from '../../platform/change-log/index.ts'
import { entity } from '../../platform/commands.ts'
import { projections } from '../../platform/entity-projections.ts'
import type { QueryHandlers } from '../../platform/http/api.routes.ts'
import type { JobDefinition } from '../../platform/jobs/index.ts'
import type { ProjectionReader } from '../../platform/reader.ts'

const PAGE = 500

type Fold = Pick<ChangeLog, 'fold'>

async function yearsOf(changes: Fold, teamId: string): Promise<number> {
  const team = (await changes.fold(`team:${teamId}`)).get<CareTeam>('careTeam', teamId)
  return team?.after?.security.retentionYears ?? RETENTION_YEARS
}

export function retentionQueries({
  changes,
  clock,
  casesOf,
}: {
  readonly changes: Fold
  readonly clock: () => Date
  casesOf(actor: Actor): Promise<string[]>
}): Pick<QueryHandlers, 'myRetention'> {
  return {
    myRetention: async (_request, actor) => {
      const now = clock().toISOString()
      const found = await Promise.all(
        (await casesOf(actor)).map(async (caseId) => {
          const fold = await changes.fold(`case:${caseId}`)
          const patientCase = fold.get<PatientCase>('patientCase', caseId)?.after
          if (patientCase?.status !== 'closed' || patientCase.closedAt === null) return []
          const { closedAt } = patientCase
          const until = keptUntil(closedAt, await yearsOf(changes, patientCase.teamId))
          if (until > now) return []
          const isReferent = referentIn(fold, now)?.accountId === actor.accountId
          return [{ caseId, closedAt, keptUntil: until, isReferent }]
        }),
      )
      return { items: found.flat().sort((one, other) => (one.keptUntil < other.keptUntil ? -1 : 1)) }
    },
  }
}

/** Asks the referent of each case that has been kept long enough, by a task in the case, once for each closing. */
export function retentionJob(
  changes: Fold & Pick<ChangeLog, 'execute'>,
  reader: Pick<ProjectionReader, 'model'>,
): JobDefinition {
  /** Closed a year ago or longer: no team keeps a case for less. */
  async function* candidates(now: Date): AsyncGenerator<Closed> {
    const latest = new Date(now.getTime() - 365 * 86_400_000).toISOString()
    for (let after = ''; ;) {
      const page = (await reader
        .model(projections.cases)
        .find({
          _id: trusted({ $gt: after }),
          status: 'closed',
          closedAt: trusted({ $lte: latest }),
        } as never)
        .sort({ _id: 1 })
        .limit(PAGE)
        .lean()) as unknown as Closed[]
      yield* page
      const last = page.at(-1)
      if (!last || page.length < PAGE) return
      after = last._id
    }
  }

  return {
    name: 'retention',
    every: '1 hour',
    run: async (now) => {
      for await (const { _id: caseId, teamId, closedAt } of candidates(now)) {
        const years = await yearsOf(changes, teamId)
        if (keptUntil(closedAt, years) > now.toISOString()) continue
        await changes.execute({
          stream: `case:${caseId}`,
          commandId: v5(`retention ${closedAt}`, caseId),
          by: 'system:retention',
          input: { caseId, closedAt },
          decide: ask(caseId, closedAt, years),
        })
      }
    },
  }
}

interface Closed {
  readonly _id: string
  readonly teamId: string
  readonly closedAt: string
}

function ask(caseId: string, closedAt: string, years: number): Decide {
  return (fold, { now, newId }) => {
    const patientCase = fold.get<PatientCase>('patientCase', caseId)?.after
    const asked = referentIn(fold, now)
    if (patientCase?.closedAt !== closedAt || !asked?.accountId)
      return { unchanged: { type: 'patientCase', id: caseId } }
    const task = newTask({
      caseId,
      title: `À effacer ou à garder : fermé depuis ${years} ans`,
      detail:
        'La durée de conservation de votre équipe est passée. Effacez le dossier, ou notez en terminant cette tâche ' +
        'pourquoi il est gardé.',
      forAccount: asked.accountId,
      createdBy: asked.accountId,
      createdAt: now,
    })
    return { kind: 'case.retentionDue', entities: [entity('task', newId(0), task)] }
  }
}

/** Its referent while there is one, a physician of its circle otherwise. */
function referentIn(fold: StreamFold, at: string): CircleMember | undefined {
  const members = fold
    .all<CircleMember>('circleMember')
    .flatMap(({ after }) => (after?.accountId && after.view === 'case' && holdsAt(after, at) ? [after] : []))
  return (
    members.find(({ role }) => role === 'referent') ??
    members.find(({ profession }) => profession === 'physician')
  )
}
