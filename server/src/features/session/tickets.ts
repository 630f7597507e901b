import { createHash, randomBytes } from 'node:crypto'
import type { Challenges } from './challenges.ts'

/** What a ticket is good for. */
export type TicketPurpose = 'secondFactor' | 'enrolment' | 'ownEnrolment'

interface Holder {
  readonly accountId: string
  /** The session that asked for it; null before signing in. */
  readonly sessionId: string | null
}

export interface Ticket extends Holder {
  /** Sealed secret of the app that is being made known. */
  readonly secret: string | null
}

/** Of one ticket: of a million codes three are right at a time. */
const TRIES_MAX = 5
const TICKET_SECONDS = 300

/** A step of signing in that has gone well, kept until the next: for five minutes and five tries. */
export interface Tickets {
  issue(purpose: TicketPurpose, holder: Holder, secret?: string): Promise<string>
  /** Counts a try. @returns undefined for a ticket that is unknown, over, or used up */
  tried(ticket: string, purpose: TicketPurpose): Promise<(Ticket & { triesLeft: number }) | undefined>
  /** Gives a ticket its secret, once. @returns the ticket with the secret that it has then */
  withSecret(
    ticket: string,
    purpose: TicketPurpose,
    secret: (accountId: string) => string,
  ): Promise<Ticket | undefined>
  /** @returns whether it was there: of two that come with one ticket the second is late */
  redeem(ticket: string): Promise<boolean>
}

/** They lie with the challenges, and are purged with them. */
export function createTickets(
  { collection, purge }: Pick<Challenges, 'collection' | 'purge'>,
  clock: () => Date,
): Tickets {
  const open = (ticket: string, purpose: TicketPurpose) => ({
    _id: keyOf(ticket) as never,
    purpose,
    expiresAt: { $gt: clock() },
  })
  type Stored = (Ticket & { tries: number }) | null
  const update = (filter: object, change: object) =>
    collection.findOneAndUpdate(filter, change, {
      returnDocument: 'after',
    }) as Promise<unknown> as Promise<Stored>

  return {
    issue: async (purpose, holder, secret) => {
      await purge()
      const ticket = randomBytes(32).toString('base64url')
      const expiresAt = new Date(clock().getTime() + TICKET_SECONDS * 1_000)
      await collection.insertOne({
        _id: keyOf(ticket) as never,
        purpose,
        ...holder,
        secret: secret ?? null,
        tries: 0,
        expiresAt,
      })
      return ticket
    },
    tried: async (ticket, purpose) => {
      const filter = { ...open(ticket, purpose), tries: { $lt: TRIES_MAX } }
      const found = await update(filter, { $inc: { tries: 1 } })
      return found ? { ...found, triesLeft: TRIES_MAX - found.tries } : undefined
    },
    withSecret: async (ticket, purpose, secret) => {
      const found = (await collection.findOne(open(ticket, purpose))) as unknown as Stored
      if (!found) return undefined
      await collection.updateOne(
        { ...open(ticket, purpose), secret: null },
        { $set: { secret: secret(found.accountId) } },
      )
      return ((await collection.findOne(open(ticket, purpose))) as unknown as Stored) ?? undefined
    },
    redeem: async (ticket) => {
      const { deletedCount } = await collection.deleteOne({ _id: keyOf(ticket) as never })
      return deletedCount === 1
    },
  }
}

/** A ticket is half a sign-in, so whoever reads the database finds none. */
const keyOf = (ticket: string) => createHash('sha256').update(ticket).digest('base64url')
