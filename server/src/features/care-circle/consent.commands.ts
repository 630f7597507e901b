/** What the person said of who may know, and which acts a protocol hands over. */
import {
  endDelegation,
  hasAgreedTo,
  withdrawConsent,
  DomainError,
  type ConsentAbout,
  type Delegation,
  type SharingConsent,
} from '@colloque/domain'
import type { StreamFold } from '../../platform/change-log/index.ts'
import { decided, entity, requireEntity, type CommandHandlers } from '../../platform/commands.ts'
import { requireFuture } from './care-circle.commands.ts'
import { activeMembers, consentsIn, leaving, type HeldMember } from './circle-changes.ts'

type Handlers = Pick<
  CommandHandlers,
  'consent.record' | 'consent.withdraw' | 'delegation.open' | 'delegation.end'
>

export const consentCommands: Handlers = {
  'consent.record':
    ({ decision, about, how, on, note }) =>
    ({ actor, fold, caseId, now, newId }) => {
      if (on > now.slice(0, 10)) throw new DomainError('invalid', { field: 'on', why: 'future' })
      if (about.kind === 'member') requireEntity(fold, 'circleMember', about.memberId)
      const consent: SharingConsent = {
        ...{ caseId, decision, about, how, on, note: note ?? null },
        recorded: { by: actor.accountId, at: now },
        withdrawn: null,
      }
      const gone = decision === 'objects' ? whomItConcerns(fold, about) : []
      return {
        kind: decision === 'objects' ? 'consent.objected' : 'consent.given',
        entities: [
          entity('sharingConsent', newId(0), consent),
          ...gone.flatMap((member) => leaving(fold, member, { now, why: null })),
        ],
      }
    },

  'consent.withdraw':
    ({ consentId, reason }) =>
    ({ actor, fold, now }) => {
      const held = requireEntity(fold, 'sharingConsent', consentId)
      const after = withdrawConsent(held.after, { by: actor.accountId, at: now, reason })
      const others = consentsIn(fold).map((one) => (one.id === consentId ? { after } : one))
      // Whoever was there by this consent alone goes with it.
      const gone = activeMembers(fold).filter(
        ({ id, after: member }) =>
          member.basis === 'consent' &&
          member.accountId !== null &&
          !hasAgreedTo({ memberId: id, ...member }, others),
      )
      return {
        kind: 'consent.withdrawn',
        entities: [
          entity('sharingConsent', consentId, after),
          ...gone.flatMap((member) => leaving(fold, member, { now, why: null })),
        ],
      }
    },

  'delegation.open':
    ({ act, profession, protocol, until }) =>
    ({ actor, caseId, now, newId }) => {
      requireFuture(until, now)
      const delegation: Delegation = {
        ...{ caseId, act, profession, protocol, until, ended: null },
        opened: { by: actor.accountId, at: now },
      }
      return { kind: 'delegation.opened', entities: [entity('delegation', newId(0), delegation)] }
    },

  'delegation.end':
    ({ delegationId }) =>
    ({ actor, fold, now }) => {
      const held = requireEntity(fold, 'delegation', delegationId)
      return decided('delegation.ended', 'delegation', held, endDelegation(held.after, actor.accountId, now))
    },
}

/**
 * The members to whom an objection puts an end. One to everybody is told, and decided on case by case: ending all at
 * once would leave the person without care.
 */
function whomItConcerns(fold: StreamFold, about: ConsentAbout): HeldMember[] {
  return activeMembers(fold).filter(({ id, after }) => {
    switch (about.kind) {
      case 'circle':
        return false
      case 'member':
        return id === about.memberId
      case 'account':
        return after.accountId === about.accountId
      case 'profession':
        return after.profession === about.profession
    }
  })
}
