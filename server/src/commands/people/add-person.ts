import {
  AccountSchema,
  CareTeamSchema,
  DomainError,
  ProfessionSchema,
  type Account,
  type CareTeam,
  type StreamName,
  type TeamMember,
} from '@colloque/domain'
import type { mongo } from 'mongoose'
import { v5 } from 'uuid'
import type { Application } from '../../app.ts'
import { CommandError } from '../terminal/command-error.ts'
import { readNewPassword } from '../terminal/password.ts'
import type { CommandContext } from '../terminal/run-command.ts'
import { withApplication } from '../terminal/with-application.ts'

/** Namespace of the ids of teams that a command makes: of two that run at once, both make the same team. */
const TEAMS = '6f6a2d0c-0a7e-4b52-9a5e-1c0f7d7f3b19'

export const PersonOptionsSchema = AccountSchema.pick({ email: true, name: true }).extend({
  profession: ProfessionSchema,
  team: CareTeamSchema.shape.name,
  phone: AccountSchema.shape.phone.unwrap().optional(),
})
type PersonOptions = ReturnType<typeof PersonOptionsSchema.parse>

interface Team {
  readonly id: string
  readonly name: string
}

/**
 * Makes an account and its place in a team. What an interrupted run has left half done is finished; otherwise an
 * address that has an account is refused, and nothing changes.
 * @param administrator also makes the team where there is none of that name
 * @throws CommandError
 */
export async function addPerson(
  { options, database, db, say, signal }: CommandContext<PersonOptions>,
  { administrator }: { readonly administrator: boolean },
): Promise<void> {
  await withApplication(database, async (application) => {
    const found = await findTeam(application, db, options.team)
    if (!found && !administrator) throw new CommandError(await noSuchTeam(application, db, options.team))

    const account =
      (await halfAdded(application, db, options, found)) ??
      (await addAccount(application, options, found, await readNewPassword(signal)))
    const { id: accountId, name, phone, teamIds } = account
    const { profession } = options
    for (const teamId of teamIds)
      await application.teams.addMember({ teamId, accountId, name, profession, phone, administrator })
    const role = administrator ? 'as an administrator of' : 'as a member of'
    say(`${name} can sign in as ${account.email}, ${role} ${found?.name ?? options.team}.`)
  })
}

async function addAccount(
  { teams, accounts }: Application,
  { team, email, name, profession, phone }: PersonOptions,
  found: Team | undefined,
  password: string,
): Promise<Account> {
  const teamId = found?.id ?? (await teams.create({ name: team }, v5(keyOf(team), TEAMS)))
  try {
    return await accounts.create(
      { email, name, profession, phone: phone ?? null, teamIds: [teamId] },
      password,
    )
  } catch (error) {
    if (error instanceof DomainError && error.code === 'conflict') throw taken(email)
    if (error instanceof DomainError && error.data?.['field'] === 'password')
      throw new CommandError(
        `${sentences[String(error.data['why'])] ?? 'It is refused'}: nothing was changed.`,
      )
    throw error
  }
}

const sentences: Readonly<Record<string, string>> = {
  common: 'This password is one of those that are tried first',
  guessable: 'This password can be guessed: four words that have nothing to do with one another are better',
  own_name: 'This password is made of the name, the address or the team, which others know',
}

/** @returns the account that a run before this one has made without getting to its place in the team */
async function halfAdded(
  { accounts, changes }: Application,
  db: mongo.Db,
  { email }: PersonOptions,
  team: Team | undefined,
): Promise<Account | undefined> {
  const stored = await db.collection<{ _id: string }>('accounts').findOne({ email: email.toLowerCase() })
  const account = stored ? await accounts.find(stored._id) : undefined
  if (!account) return undefined
  if (!team || !account.teamIds.includes(team.id)) throw taken(email)
  const fold = await changes.fold(`team:${team.id}`)
  if (fold.all<TeamMember>('teamMember').some(({ after }) => after?.accountId === account.id))
    throw taken(email)
  return account
}

const taken = (email: string) => new CommandError(`${email} has an account already: nothing was changed.`)

async function noSuchTeam(application: Application, db: mongo.Db, name: string): Promise<string> {
  const names = (await teamsOf(application, db)).map((team) => team.name)
  return names.length > 0
    ? `There is no team "${name}": there is ${names.map((known) => `"${known}"`).join(', ')}.`
    : 'There is no team yet: npm run administrator makes one with its first account.'
}

async function findTeam(application: Application, db: mongo.Db, name: string): Promise<Team | undefined> {
  const teams = (await teamsOf(application, db)).filter((team) => keyOf(team.name) === keyOf(name))
  if (teams.length > 1) throw new CommandError(`There are ${teams.length} teams of the name "${name}".`)
  return teams[0]
}

async function teamsOf({ changes }: Application, db: mongo.Db): Promise<Team[]> {
  const streams: StreamName[] = await db.collection('changes').distinct('stream', { stream: /^team:/ })
  const teams: Team[] = []
  for (const stream of streams) {
    const fold = await changes.fold(stream)
    for (const { id, after } of fold.all<CareTeam>('careTeam'))
      if (after) teams.push({ id, name: after.name })
  }
  return teams
}

/** Names that people take for the same: case and composition of letters do not tell teams apart. */
const keyOf = (name: string) => name.normalize('NFKC').trim().toLowerCase()
