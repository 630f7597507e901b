/** Whom a message asks: names and professions, resolved through the circle, duty and replacements. */
import { z } from 'zod'
import { canBeAsked, type CircleMember } from './care-circle.ts'
import { ProfessionSchema, type Profession } from './profession.ts'
import { dutyAt, type Duty, type Schedule } from './schedule.ts'
import { IdSchema } from './values.ts'

export const AddresseesSchema = z.strictObject({
  accountIds: z.array(IdSchema).max(50).default([]),
  professions: z.array(ProfessionSchema).max(17).default([]),
})
export type Addressees = z.infer<typeof AddresseesSchema>

/** Somebody who is asked, and why: by name, through their profession, as a stand-in, or by the ladder. */
export const AskedSchema = z.object({
  accountId: IdSchema,
  via: z.enum(['name', 'profession', 'escalation']),
  insteadOf: IdSchema.nullable(),
})
export type Asked = z.infer<typeof AskedSchema>

/** Somebody of a circle, or of a conversation. */
export type Askable = Pick<CircleMember, 'accountId' | 'profession' | 'role' | 'status'> &
  Partial<Pick<CircleMember, 'view' | 'basis'>>

/** Who is there and when they work, as the stream and the teams say. */
export interface Reachable {
  readonly members: readonly Askable[]
  readonly schedulesOf: (accountId: string) => readonly Schedule[]
}

export interface Resolution {
  readonly asked: Asked[]
  /** Professions that nobody of the circle has, or whose only people are away without a stand-in in the circle. */
  readonly nobody: Profession[]
  /** Those named or meant who are away. */
  readonly away: { readonly accountId: string; readonly duty: Duty & { state: 'absent' } }[]
}

/**
 * Resolves whom a message asks. Of a profession those on duty are asked; where none of them is, all who are not
 * away. Whoever is away is replaced by their stand-in, if that one is in the circle; whoever is named is asked even
 * when away.
 * @param now ISO instant
 * @param author is never asked
 */
export function resolveAsked(to: Addressees, around: Reachable, author: string, now: string): Resolution {
  const asked = new Map<string, Asked>()
  const away = new Map<string, Resolution['away'][number]>()
  const nobody: Profession[] = []
  const active = around.members.filter(canBeAsked) as (Askable & { accountId: string })[]
  const isHere = (accountId: string) => active.some((member) => member.accountId === accountId)
  const ask = (accountId: string, via: Asked['via'], insteadOf: string | null = null) => {
    if (accountId !== author && !asked.has(accountId)) asked.set(accountId, { accountId, via, insteadOf })
  }
  const dutyOf = (accountId: string) => dutyAt(around.schedulesOf(accountId), now)
  const standIn = (accountId: string, duty: Duty & { state: 'absent' }, via: Asked['via']): boolean => {
    away.set(accountId, { accountId, duty })
    if (duty.replacedBy === null || !isHere(duty.replacedBy)) return false
    ask(duty.replacedBy, via, accountId)
    return true
  }

  for (const accountId of to.accountIds) {
    ask(accountId, 'name')
    const duty = dutyOf(accountId)
    if (duty.state === 'absent') standIn(accountId, duty, 'name')
  }
  for (const profession of to.professions) {
    const ofIt = active.filter((member) => member.profession === profession && member.accountId !== author)
    const duties = ofIt.map(({ accountId }) => ({ accountId, duty: dutyOf(accountId) }))
    const present = duties.filter(({ duty }) => duty.state !== 'absent')
    const working = present.filter(({ duty }) => duty.state === 'onDuty' || duty.state === 'unknown')
    for (const { accountId } of working.length > 0 ? working : present) ask(accountId, 'profession')
    let replaced = false
    for (const { accountId, duty } of duties) {
      if (duty.state === 'absent' && standIn(accountId, duty, 'profession')) replaced = true
    }
    if (present.length === 0 && !replaced) nobody.push(profession)
  }
  return { asked: [...asked.values()], nobody, away: [...away.values()] }
}
