/** The hands of the house outside its cases: who does what when, under ids that follow from the place in the story. */
import type { CommandName } from '@colloque/contract'
import { addDays, weekdayOf } from '@colloque/domain'
import type { Application } from '../app.ts'
import type { Actor } from '../platform/actor.ts'
import type { DemoOwner } from './content/meetings.ts'
import { instantOf } from './time.ts'

export interface TeamTold {
  readonly application: Application
  readonly teamId: string
  readonly people: readonly string[]
  readonly today: Date
  caseIdOf(key: string): string
  actorOf(key: string): Actor
  demoId(name: string): string
}

const THURSDAY = 4
const FORTNIGHT = 14

/** The next Thursday, tomorrow at the earliest. @param day YYYY-MM-DD */
export function nextThursday(day: string): string {
  const days = (THURSDAY - weekdayOf(day) + 7) % 7
  return addDays(day, days === 0 ? 7 : days)
}

export type House = ReturnType<typeof houseOf>

export function houseOf(told: TeamTold) {
  const { application, actorOf, demoId, today, teamId } = told
  const run = async (
    name: CommandName,
    id: string,
    input: object,
    by: string,
    at: string,
  ): Promise<string> => {
    const command = { commandId: demoId(`team ${id}`), ...input }
    const { data } = await application.execute(name, command, actorOf(by), { at })
    return (data as { id: string }).id
  }
  const today0 = instantOf(today, 0, '12:00').slice(0, 10)
  const next = nextThursday(today0)
  return {
    ...told,
    run,
    /** Of the team. */
    stream: `team:${teamId}` as const,
    /** Thursdays of the meeting to come and of the one that was held, YYYY-MM-DD. */
    next,
    past: addDays(next, -FORTNIGHT),
    at: (day: number, time: string) => instantOf(today, day, time),
    foldOf: (key: string) => application.changes.fold(`case:${told.caseIdOf(key)}`),
    ownerOf: (owner: DemoOwner) =>
      'person' in owner ? { accountId: actorOf(owner.person).accountId } : { ...owner },
    named: (key: string) => {
      const { accountId, name, profession } = actorOf(key)
      return { accountId, name, profession, relation: null }
    },
  }
}
