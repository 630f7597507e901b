/** Once a day at most, on working days: a mail to each person for whom something new has waited more than a day. */
import { REACH_AT_FIRST, wallClock, type Account, type QueueItem, type Reach } from '@colloque/domain'
import type { ChangeLog } from '../../platform/change-log/index.ts'
import { described, type JobDefinition } from '../../platform/jobs/index.ts'
import type { Logger } from '../../platform/logger.ts'
import { createMailer, type MailSettings } from '../../platform/mail.ts'
import { isAbsent } from './absence.ts'
import { mailText } from './mail-text.ts'
import { REMEMBERED_DAYS, type Mailing, type Mailings } from './mailings.ts'

export const MAIL_JOB = 'mail'
const DAY_MS = 86_400_000
const PAGE = 200
/** By the house's clock. What a standstill kept back goes out later that day, never at night. */
const FROM = '08:00'
const UNTIL = '19:00'
const LAST_WORKING_DAY = 5

export function mailJob(parts: {
  settings: MailSettings
  mailings: Mailings
  changes: Pick<ChangeLog, 'fold'>
  /** Accounts in the order of their ids, after one of them. */
  accounts(after: string | undefined, limit: number): Promise<Account[]>
  waitsFor(account: Account): Promise<readonly QueueItem[]>
  logger: Logger
}): JobDefinition {
  const { settings, mailings, changes, accounts, waitsFor, logger } = parts
  const sendMail = createMailer(settings)

  async function wantsMail(account: Account, now: Date): Promise<boolean> {
    const own = await changes.fold(`member:${account.id}`)
    const reach = own.all<Reach>('reach')[0]?.after ?? REACH_AT_FIRST
    return reach.email && !(await isAbsent(changes, account, now))
  }

  async function mail(account: Account, day: string, now: Date): Promise<void> {
    const waiting = (await wantsMail(account, now)) ? overdue(await waitsFor(account), now) : []
    const keys = waiting.map(({ key, entityId }) => `${key} ${entityId}`)
    const known = keys.length > 0 ? await mailings.keysOf(account.id) : new Set()
    if (keys.every((key) => known.has(key))) return mailings.nothing(account.id, day, now)
    const mailing = await mailings.take(account.id, day, keys, now)
    if (mailing) await send(account, mailing, now)
  }

  async function send({ email }: Account, mailing: Mailing, now: Date): Promise<void> {
    try {
      await sendMail({
        to: email,
        id: mailing._id,
        date: now,
        ...mailText(mailing.keys.length, settings.address),
      })
    } catch (error) {
      const { code, responseCode = 0 } = error as { code?: string; responseCode?: number }
      const isOfThisMail = code === 'EENVELOPE' || code === 'EMESSAGE'
      const isFinal = isOfThisMail && responseCode >= 500
      await (isFinal ? mailings.end(mailing, 'refused', now) : mailings.giveBack(mailing, now))
      // What is wrong with the way out is wrong for everyone: the next run tries again.
      if (!isOfThisMail) throw error
      return logger.warn({ mailing: mailing._id, responseCode, ...described(error) }, 'a mail was not taken')
    }
    await mailings.end(mailing, 'sent', now)
  }

  return {
    name: MAIL_JOB,
    every: '5 minutes',
    run: async (now) => {
      const { day, weekday, time } = wallClock(now.toISOString())
      if (weekday > LAST_WORKING_DAY || time < FROM || time >= UNTIL) return
      const settled = await mailings.settled(day, now)
      for (let after: string | undefined; ;) {
        const page = await accounts(after, PAGE)
        for (const account of page) if (!settled.has(account.id)) await mail(account, day, now)
        after = page.at(-1)?.id
        if (page.length < PAGE) break
      }
      await mailings.purge(new Date(now.getTime() - REMEMBERED_DAYS * DAY_MS).toISOString().slice(0, 10))
    },
  }
}

/** What has waited more than a day, and is not for later. */
const overdue = (items: readonly QueueItem[], now: Date) =>
  items.filter(
    ({ since, dueAt }) =>
      Date.parse(since) < now.getTime() - DAY_MS && (dueAt === null || Date.parse(dueAt) <= now.getTime()),
  )
