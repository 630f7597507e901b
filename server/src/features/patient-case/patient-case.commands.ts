import {
  allergiesInWords,
  DomainError,
  looksAlike,
  newCircleMember,
  newPersonWish,
  replaceHeadline,
  type Account,
  type CircleMember,
  type ClinicalFacts,
  type PatientCase,
} from '@colloque/domain'
import type { Actor } from '../../platform/actor.ts'
import type { StreamFold } from '../../platform/change-log/index.ts'
import { decided, entity, requireEntity, requireRev, type CommandHandlers } from '../../platform/commands.ts'
import { wishesOf } from '../../platform/wishes.ts'

interface Surroundings {
  account(accountId: string): Promise<Account | undefined>
  /** Cases of whose circle the actor is, for the look-alike warning: never others, whose existence is nobody's business. */
  casesOf(actor: Actor): Promise<readonly { id: string; patient: PatientCase['patient'] }[]>
}

type Handlers = Pick<
  CommandHandlers,
  'case.create' | 'case.update' | 'case.close' | 'case.reopen' | 'case.linkHousehold'
>

export function patientCaseCommands({ account, casesOf }: Surroundings): Handlers {
  return {
    'case.create': async (input, actor) => {
      const teamId = input.teamId ?? actor.teamIds[0]
      if (teamId === undefined || !actor.teamIds.includes(teamId))
        throw new DomainError('invalid', { field: 'teamId' })
      const joining = await Promise.all(
        [...new Set(input.circle)].filter((id) => id !== actor.accountId).map(account),
      )
      const colleagues = joining.map((found) => {
        if (!found?.teamIds.includes(teamId)) throw new DomainError('invalid', { field: 'circle' })
        return found
      })
      const own = await account(actor.accountId)
      const mine = await casesOf(actor)
      return ({ fold, caseId, now, newId }) => {
        // The retry of an opening that went through is answered before this rule; a full stream is somebody else's id.
        if (fold.seq > 0) throw new DomainError('conflict')
        const alike = mine.filter(({ id, patient }) => id !== caseId && looksAlike(patient, input.patient))
        if (alike.length > 0 && !input.confirmedDistinct) {
          throw new DomainError('conflict', { why: 'looks_alike', caseIds: alike.map(({ id }) => id) })
        }
        const by = { by: actor.accountId, at: now }
        const opened: PatientCase = {
          patient: input.patient,
          reason: input.reason,
          allergies: input.allergies ?? null,
          wish: input.wish === undefined ? null : { text: input.wish, heard: by },
          informed: { ...input.informed, ...by },
          householdCaseIds: [],
          teamId,
          status: 'open',
          closedReason: null,
          closedAt: null,
        }
        const join = (
          person: {
            accountId: string
            name: string
            profession: Account['profession']
            phone: string | null
          },
          role: CircleMember['role'],
        ): CircleMember =>
          newCircleMember({ caseId, ...person, role, addedBy: actor.accountId, addedAt: now })
        return {
          kind: 'case.created',
          entities: [
            entity('patientCase', caseId, opened),
            entity(
              'circleMember',
              newId(1),
              join({ ...actorAsPerson(actor), phone: own?.phone ?? null }, 'referent'),
            ),
            ...colleagues.map((colleague, index) =>
              entity(
                'circleMember',
                newId(index + 2),
                join(
                  {
                    accountId: colleague.id,
                    name: colleague.name,
                    profession: colleague.profession,
                    phone: colleague.phone,
                  },
                  'member',
                ),
              ),
            ),
            ...(input.wish === undefined
              ? []
              : [
                  entity(
                    'personWish',
                    newId(colleagues.length + 2),
                    projectHeard(caseId, input.wish, by.by, now),
                  ),
                ]),
          ],
        }
      }
    },

    'case.update':
      (input) =>
      ({ fold, caseId, actor, now, newId }) => {
        const held = requireEntity(fold, 'patientCase', caseId)
        requireRev(held, input.rev)
        requireSameAllergies(fold, input.allergies)
        const { wish } = input
        const wishes =
          wish === undefined || wish === held.after.wish?.text
            ? undefined
            : replaceHeadline(
                wishesOf(fold, caseId),
                { id: newId(1), wish: projectHeard(caseId, wish, actor.accountId, now) },
                newId(2),
              )
        const after: PatientCase = {
          ...held.after,
          ...(input.patient ? { patient: input.patient } : {}),
          ...(input.reason === undefined ? {} : { reason: input.reason }),
          ...(input.allergies === undefined ? {} : { allergies: input.allergies }),
          ...(wishes ? { wish: wishes.sentence } : {}),
        }
        return {
          kind: 'case.updated',
          entities: [
            entity('patientCase', caseId, after),
            ...(wishes?.changed ?? []).map(({ id, wish }) => entity('personWish', id, wish)),
          ],
        }
      },

    'case.close':
      (input) =>
      ({ fold, caseId, now }) => {
        const held = requireEntity(fold, 'patientCase', caseId)
        return decided('case.closed', 'patientCase', held, {
          ...held.after,
          status: 'closed',
          closedReason: input.reason,
          closedAt: now,
        })
      },

    'case.reopen':
      () =>
      ({ fold, caseId }) => {
        const held = requireEntity(fold, 'patientCase', caseId)
        if (held.after.status === 'open') return { unchanged: { type: 'patientCase', id: caseId } }
        return decided('case.reopened', 'patientCase', held, {
          ...held.after,
          status: 'open',
          closedReason: null,
          closedAt: null,
        })
      },

    'case.linkHousehold': async (input, actor) => {
      const mine = await casesOf(actor)
      if (input.otherCaseId === input.caseId || !mine.some(({ id }) => id === input.otherCaseId))
        throw new DomainError('invalid', { field: 'otherCaseId' })
      return ({ fold, caseId }) => {
        const held = requireEntity(fold, 'patientCase', caseId)
        if (held.after.householdCaseIds.includes(input.otherCaseId))
          return { unchanged: { type: 'patientCase', id: caseId } }
        return decided('case.householdLinked', 'patientCase', held, {
          ...held.after,
          householdCaseIds: [...held.after.householdCaseIds, input.otherCaseId],
        })
      }
    },
  }
}

/** What the person wants, as whoever writes it down has heard it now. */
const projectHeard = (caseId: string, text: string, by: string, at: string) =>
  newPersonWish({ caseId, aspect: 'project', text, heardBy: by, recorded: { by, at } })

const actorAsPerson = ({ accountId, name, profession }: Actor) => ({ accountId, name, profession })

/**
 * Once allergies are written down one by one, the line of the strip follows from them: rules check the list, and words
 * beside it that say something else would be believed.
 * @throws invalid for another line than the list's
 */
function requireSameAllergies(fold: StreamFold, line: string | null | undefined): void {
  const listed = fold.all<ClinicalFacts>('clinicalFacts')[0]?.after?.allergies
  if (line === undefined || !listed || line === allergiesInWords(listed)) return
  throw new DomainError('invalid', { field: 'allergies', why: 'listed' })
}
