/**
 * The one way in for a decision, whatever brought it (socket, HTTP, seeding):
 * parse → find the stream → access → replay or decide on the fold → append → reply. A copy of a command that is under
 * way, or that left no record a moment ago, gets the same reply.
 */
import { commands, type CommandName, type CommandOutput, type ParsedInput } from '@colloque/contract'
import {
  DomainError,
  parseStream,
  type Change,
  type CircleMember,
  type EntityState,
  type EntityType,
  type EntityOf,
  type Permission,
  type StreamName,
} from '@colloque/domain'
import type { z } from 'zod'
import type { Actor } from './actor.ts'
import { commandEntityId, directConversationId } from './change-log/ids.ts'
import type { ChangeLog, Decision, StreamFold, Unchanged } from './change-log/index.ts'
import { partIn, sharedCaseOf } from './part.ts'
import { createRepetitions, repetitionKey } from './repetitions.ts'

/** What a rule decides on: the stream as it stands at the moment of the append. */
export interface CommandContext {
  readonly actor: Actor
  /** Of the case in whose stream this is decided. @throws DomainError not_found outside a case */
  readonly caseId: string
  readonly fold: StreamFold
  /** The fold that holds the circle: the same, but for a part of a case, whose circle is the case's. */
  readonly circle: StreamFold
  /** In a part of a case the accounts that see it: nobody else can be asked for anything in it. */
  readonly among: readonly string[] | undefined
  /** The actor's place in the circle; undefined while the case is being opened, and outside a case. */
  readonly member: CircleMember | undefined
  readonly now: string
  newId(n: number): string
}

export type Rule = (context: CommandContext) => Decision | Unchanged

/** Gathers what lies outside the stream (an account's name), and gives the rule that decides inside it. */
export type CommandHandler<Name extends CommandName> = (
  input: ParsedInput<Name>,
  actor: Actor,
) => Rule | Promise<Rule>
export type CommandHandlers = { readonly [Name in CommandName]: CommandHandler<Name> }

/**
 * Reads off a fold whether the actor may do something in its stream.
 * @param at ISO instant at which it is asked
 * @param circle holds the circle, where another stream does
 * @returns their place in the circle, where the stream is a case's
 * @throws not_found when it is not theirs; invalid when it is and their profession does not allow
 */
export type RequireAccess = (
  fold: StreamFold,
  actor: Actor,
  permission: Permission,
  at: string,
  circle?: StreamFold,
) => CircleMember | undefined

export interface CommandReply<Name extends CommandName> {
  readonly data: CommandOutput<Name>
  readonly seq: number
  /** Where its change is. */
  readonly stream: StreamName
}

export type ExecuteCommand = <Name extends CommandName>(
  name: Name,
  input: unknown,
  actor: Actor,
  options?: { readonly at?: string },
) => Promise<CommandReply<Name>>

interface Answer {
  readonly reply: CommandReply<never>
  /** Whether the log has a change of this command, and answers its repetitions. */
  readonly isRecorded: boolean
}

/** By what a person is known who is asked for from outside their circle. */
export interface PatientIdentity {
  readonly birthName: string
  readonly firstNames: string
  readonly birthDate: string
}

/** What a command says of the part of a case that it makes. */
interface Narrowing {
  readonly caseId?: string
  readonly visibleTo?: readonly string[]
}

/** Commands that a closed case still takes. */
const ON_CLOSED: readonly CommandName[] = [
  'case.reopen',
  'circle.leave',
  'circle.remove',
  'breakGlass.open',
  'breakGlass.end',
  'breakGlass.review',
  'consent.withdraw',
  'message.acknowledge',
  // What stands in the wrong place must be able to leave it.
  'message.move',
  // That it is kept although its time is over is said by ending the task that asks.
  'task.complete',
  'task.abandon',
  'entry.erase',
  'board.erase',
  'case.erase',
]

/**
 * @returns a function that carries a command out and answers with its entity
 * @throws DomainError with a code of the contract; nothing has changed then
 */
export function createCommandExecutor(options: {
  changes: ChangeLog
  handlers: CommandHandlers
  requireAccess: RequireAccess
  /** False when the disk is nearly full: nothing more is taken then. */
  hasRoom(): Promise<boolean>
  /** The case of a person of the actor's teams whose identity was given. @throws rate_limited */
  identifiedCase(identity: PatientIdentity, actor: Actor): Promise<string | undefined>
  /** Resolves once it may be said that a change is so: when the other nodes act on one that they must act on at once. */
  takesEffect(change: Change): Promise<void>
  clock(): Date
}): ExecuteCommand {
  const { changes, handlers, requireAccess, hasRoom, identifiedCase, takesEffect, clock } = options

  async function streamOf(
    name: CommandName,
    input: Record<string, unknown>,
    actor: Actor,
  ): Promise<StreamName> {
    const { target } = commands[name]
    const id = (field: string) => String(input[field])
    switch (target.in) {
      case 'newCase':
        return `case:${commandEntityId(actor.accountId, id('commandId'), 0)}`
      case 'newConversation':
        return `conversation:${directConversationId([actor.accountId, ...(input['accountIds'] as string[])])}`
      case 'case':
        return `case:${id('caseId')}`
      case 'identifiedCase': {
        const caseId = await identifiedCase(input as never, actor)
        if (caseId === undefined) throw new DomainError('not_found')
        return `case:${caseId}`
      }
      case 'shared':
        return `shared:${id('caseId')}`
      case 'caseOrPart':
        return input['visibleTo'] === undefined
          ? `case:${id('caseId')}`
          : `part:${commandEntityId(actor.accountId, id('commandId'), 0)}`
      case 'place':
        if ((input['caseId'] === undefined) === (input['conversationId'] === undefined))
          throw new DomainError('invalid', { field: 'caseId', why: 'one_place' })
        return input['caseId'] === undefined ? `conversation:${id('conversationId')}` : `case:${id('caseId')}`
      case 'team':
        return `team:${id('teamId')}`
      case 'self':
        return `member:${actor.accountId}`
      case 'entries': {
        const [first] = input[target.field] as readonly { readonly id: string }[]
        const stream = first && (await changes.locate(first.id))
        const kind = stream && parseStream(stream)?.kind
        if (kind !== 'case' && kind !== 'part' && kind !== 'shared') throw new DomainError('not_found')
        return stream as StreamName
      }
      case 'entity': {
        const stream = await changes.locate(id(target.field))
        const kind = stream && parseStream(stream)?.kind
        if (kind !== 'case' && kind !== 'shared' && kind !== 'part' && kind !== 'conversation')
          throw new DomainError('not_found')
        return stream as StreamName
      }
    }
  }

  /** What a command in a part of a case is decided on besides: its case, and who sees it. */
  function surroundingsOf(fold: StreamFold, input: Narrowing, { accountId }: Actor) {
    const kind = parseStream(fold.stream)?.kind
    if (kind === 'shared') return { circle: requireCircle(sharedCaseOf(fold.stream)), among: undefined }
    if (kind !== 'part') return { circle: fold, among: undefined }
    const { caseId, memberIds } = partIn(fold) ?? {
      caseId: input.caseId,
      memberIds: [...new Set([accountId, ...(input.visibleTo ?? [])])],
    }
    return { circle: requireCircle(caseId), among: memberIds }
  }

  function requireCircle(caseId: string | undefined): StreamFold {
    const circle = changes.cachedFold(`case:${caseId ?? ''}`)
    // Memory has let go of it since it was loaded: the next try loads it again.
    if (!circle) throw new DomainError('unavailable')
    return circle
  }

  /** Brings the fold of a stream into memory, and that of the circle around it. */
  async function load(stream: StreamName, input: Narrowing): Promise<StreamFold> {
    const fold = changes.cachedFold(stream) ?? (await changes.fold(stream))
    const around =
      parseStream(stream)?.kind === 'part'
        ? (partIn(fold)?.caseId ?? input.caseId ?? '')
        : sharedCaseOf(stream)
    if (around !== undefined) await changes.fold(`case:${around}`)
    return fold
  }

  async function carryOut(
    name: CommandName,
    rawInput: unknown,
    actor: Actor,
    at: string | undefined,
  ): Promise<Answer> {
    const definition = commands[name]
    const input = parse(definition.input, rawInput)
    const stream = await streamOf(name, input, actor)
    const { permission } = definition
    const asked = input as Narrowing
    if (permission) {
      const fold = await load(stream, asked)
      requireAccess(
        fold,
        actor,
        permission,
        at ?? clock().toISOString(),
        surroundingsOf(fold, asked, actor).circle,
      )
    }
    if (!(await hasRoom())) throw new DomainError('storage_full')
    const handler = handlers[name] as unknown as CommandHandler<CommandName>
    const rule = await handler(input as never, actor)
    const appended = await changes.execute({
      stream,
      commandId: input.commandId,
      by: actor.accountId,
      // What is typed to show that it is meant is no part of what is recorded: it is a name, at that.
      input: { name, ...input, confirm: undefined },
      ...(at ? { at } : {}),
      decide: (fold, { now, newId }) => {
        // Again on the state that is decided on: the actor may have left the circle since.
        const { circle, among } = surroundingsOf(fold, asked, actor)
        const member = permission ? requireAccess(fold, actor, permission, now, circle) : undefined
        if (permission && !ON_CLOSED.includes(name)) requireOpen(circle)
        return rule({
          actor,
          fold,
          circle,
          among,
          member,
          now,
          newId,
          get caseId() {
            return caseIdOf(circle)
          },
        })
      },
    })
    if (appended.change) await takesEffect(appended.change)
    const reply = { data: present(appended.entity) as never, seq: appended.seq, stream }
    return { reply, isRecorded: appended.change !== undefined }
  }

  const repetitions = createRepetitions<Answer>(({ isRecorded }) => isRecorded)
  return async (name, input, actor, { at } = {}) => {
    const key = repetitionKey(actor, name, input)
    const { reply } = await repetitions(key, () => carryOut(name, input, actor, at))
    return reply
  }
}

/** @throws not_found where the stream is not a case's */
function caseIdOf({ stream }: StreamFold): string {
  const parsed = parseStream(stream)
  if (parsed?.kind !== 'case') throw new DomainError('not_found')
  return parsed.id
}

function requireOpen(fold: StreamFold): void {
  const parsed = parseStream(fold.stream)
  if (parsed?.kind !== 'case') return
  if (fold.get<EntityOf<'patientCase'>>('patientCase', parsed.id)?.after?.status === 'closed') {
    throw new DomainError('conflict', { status: 'closed' })
  }
}

/** An entity as replies and lists give it: its state with `id` and `rev`. */
export function present(entity: EntityState): Record<string, unknown> {
  return { ...(entity.after as Record<string, unknown> | null), id: entity.id, rev: entity.rev }
}

/** @throws invalid with the paths and reasons, never the values */
export function parse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new DomainError('invalid', {
    issues: parsed.error.issues.map(({ path, code, message }) => ({ path: path.join('.'), code, message })),
  })
}

/** The entity of a type in a fold. @throws not_found when it is not there, or was erased */
export function requireEntity<Type extends EntityType>(
  fold: StreamFold,
  type: Type,
  id: string,
): EntityState<EntityOf<Type>> & { after: EntityOf<Type> } {
  const entity = fold.get<EntityOf<Type>>(type, id)
  if (!entity) throw new DomainError('not_found', { type })
  if (entity.after === null) throw new DomainError('not_found', { type, why: 'erased' })
  return entity as EntityState<EntityOf<Type>> & { after: EntityOf<Type> }
}

/** @throws conflict with the entity when the caller saw another rev */
export function requireRev(entity: EntityState, seen: number | undefined): void {
  if (seen !== undefined && seen !== entity.rev)
    throw new DomainError('conflict', { entity: present(entity) })
}

/** A decision on one entity; when its state is the same object as before, nothing changes. */
export function decided<Type extends EntityType>(
  kind: string,
  type: Type,
  held: EntityState<EntityOf<Type>>,
  after: EntityOf<Type>,
): Decision | Unchanged {
  return after === held.after
    ? { unchanged: { type, id: held.id } }
    : { kind, entities: [{ type, id: held.id, after }] }
}

/** Typed entity of a decision. */
export function entity<Type extends EntityType>(type: Type, id: string, after: EntityOf<Type>) {
  return { type, id, after }
}
