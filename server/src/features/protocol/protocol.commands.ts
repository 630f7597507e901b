import {
  adoptProtocol,
  canPrescribe,
  DomainError,
  isAdopted,
  readProtocol,
  requireSoundProtocol,
  SHIPPED_PROTOCOLS,
  type EntityState,
  type Protocol,
  type TeamMember,
} from '@colloque/domain'
import type { Actor } from '../../platform/actor.ts'
import type { StreamFold } from '../../platform/change-log/index.ts'
import { decided, entity, requireEntity, requireRev, type CommandHandlers } from '../../platform/commands.ts'

type Handlers = Pick<
  CommandHandlers,
  'protocol.save' | 'protocol.adopt' | 'protocol.disagree' | 'protocol.read' | 'protocol.retire'
>

const PROTOCOLS_MAX = 300

/** A team's protocols: written together, adopted by name, version by version. */
export const protocolCommands: Handlers = {
  'protocol.save': ({ commandId: _id, teamId, protocolId, rev, basedOn, reviewOn, ...content }) => {
    requireSoundProtocol(content)
    return ({ actor, fold, now, newId }) => {
      const fresh = {
        ...{ ...content, teamId, reviewOn, saved: { by: actor.accountId, at: now } },
        ...{ adoptions: [], disagreements: [], readBy: [], retired: null },
      }
      if (protocolId === undefined) {
        if (basedOn !== undefined && !SHIPPED_PROTOCOLS.some(({ id }) => id === basedOn))
          throw new DomainError('invalid', { field: 'basedOn', why: 'unknown' })
        requireNotOurs(fold, basedOn, content.name)
        if (fold.all('protocol').length >= PROTOCOLS_MAX)
          throw new DomainError('invalid', { field: 'teamId', why: 'too_many' })
        const first: Protocol = { ...fresh, version: 1, basedOn: basedOn ?? null, follows: null }
        return { kind: 'protocol.saved', entities: [entity('protocol', newId(0), first)] }
      }
      const held = requireStanding(fold, protocolId)
      requireRev(held, rev)
      const next = { ...fresh, version: held.after.version + 1, basedOn: held.after.basedOn }
      // What somebody stands for by name is not changed under their hands: the next version stands beside it.
      if (held.after.adoptions.length > 0) {
        requireNoDraftAfter(fold, protocolId)
        const draft: Protocol = { ...next, follows: protocolId, disagreements: held.after.disagreements }
        return { kind: 'protocol.saved', entities: [entity('protocol', newId(0), draft)] }
      }
      return decided('protocol.saved', 'protocol', held, {
        ...{ ...next, follows: held.after.follows, disagreements: held.after.disagreements },
      })
    }
  },

  'protocol.adopt':
    ({ protocolId, version }) =>
    ({ actor, fold, now }) => {
      const held = requireVersion(fold, protocolId, version)
      const { name, profession } = memberIn(fold, actor)
      const after = adoptProtocol(held.after, { by: actor.accountId, at: now, name, profession })
      const adopted = decided('protocol.adopted', 'protocol', held, after)
      const before = after.follows === null ? undefined : fold.get<Protocol>('protocol', after.follows)
      if (!('entities' in adopted) || !before?.after || before.after.retired) return adopted
      if (!isAdopted(after, canPrescribe)) return adopted
      const retired = { by: actor.accountId, at: now, reason: `Version ${after.version}` }
      const replaced = entity('protocol', before.id, { ...before.after, retired })
      return { ...adopted, entities: [...adopted.entities, replaced] }
    },

  'protocol.disagree':
    ({ protocolId, version, text }) =>
    ({ actor, fold, now }) => {
      const held = requireVersion(fold, protocolId, version)
      const { name } = memberIn(fold, actor)
      const disagreements = [...held.after.disagreements, { by: actor.accountId, at: now, name, text }]
      return decided('protocol.disagreed', 'protocol', held, { ...held.after, disagreements })
    },

  'protocol.read':
    ({ protocolId, version }) =>
    ({ actor, fold, now }) => {
      const held = requireVersion(fold, protocolId, version)
      return decided('protocol.read', 'protocol', held, readProtocol(held.after, actor.accountId, now))
    },

  'protocol.retire':
    ({ protocolId, reason }) =>
    ({ actor, fold, now }) => {
      const held = requireStanding(fold, protocolId)
      const retired = { by: actor.accountId, at: now, reason }
      return decided('protocol.retired', 'protocol', held, { ...held.after, retired })
    },
}

/** @throws not_found, conflict when it is retired */
function requireStanding(fold: StreamFold, id: string): EntityState<Protocol> & { after: Protocol } {
  const held = requireEntity(fold, 'protocol', id)
  if (held.after.retired) throw new DomainError('conflict', { why: 'retired', ...held.after.retired })
  return held
}

/**
 * Two who adopt the same shipped protocol at once mean the same one; under another name it is a variant.
 * @throws conflict with what the team has made of it
 */
function requireNotOurs(fold: StreamFold, basedOn: string | undefined, name: string): void {
  if (basedOn === undefined) return
  const ours = fold
    .all<Protocol>('protocol')
    .find(({ after }) => after?.basedOn === basedOn && after.name === name && !after.retired)
  if (ours) throw new DomainError('conflict', { why: 'already_ours', id: ours.id })
}

/** @throws conflict with the version that is being written to follow this one: two would part the team */
function requireNoDraftAfter(fold: StreamFold, id: string): void {
  const draft = fold.all<Protocol>('protocol').find(({ after }) => after?.follows === id && !after.retired)
  if (draft) throw new DomainError('conflict', { why: 'next_exists', id: draft.id })
}

/** @throws conflict when another version was read */
function requireVersion(fold: StreamFold, id: string, version: number) {
  const held = requireStanding(fold, id)
  if (held.after.version !== version)
    throw new DomainError('conflict', { why: 'another_version', version: held.after.version })
  return held
}

/** Under which name somebody of the team stands for it. */
function memberIn(fold: StreamFold, { accountId }: Actor): TeamMember {
  const member = fold
    .all<TeamMember>('teamMember')
    .find(({ after }) => after?.accountId === accountId && after.status === 'active')?.after
  if (!member) throw new DomainError('not_found')
  return member
}
