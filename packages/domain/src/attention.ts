/** What one person wants to hear of, and when. In their own stream: ids alone, no word of a patient. */
import { z } from 'zod'
import { ClockTimeSchema, wallClock } from './schedule.ts'
import { IdSchema } from './values.ts'

/** A stream or one thread in it that is followed or muted. `normal` takes either back. */
export const AttentionSchema = z.object({
  stream: z.string().max(60),
  threadId: IdSchema.nullable(),
  mode: z.enum(['followed', 'muted', 'normal']),
})
export type Attention = z.infer<typeof AttentionSchema>

/** Whether a thread, or the stream that holds it, is muted. Following a thread lifts the stream's mute from it. */
export function isMuted(settings: Iterable<Attention>, stream: string, threadId: string | null): boolean {
  let ofStream = false
  for (const setting of settings) {
    if (setting.stream !== stream) continue
    if (setting.threadId === null) ofStream = setting.mode === 'muted'
    else if (setting.threadId === threadId && setting.mode !== 'normal') return setting.mode === 'muted'
  }
  return ofStream
}

const QuietHoursSchema = z.strictObject({ from: ClockTimeSchema, to: ClockTimeSchema })

/** How somebody may be reached. */
export const ReachSchema = z.object({
  /** Nothing rings in between; from 20:00 to 07:00 goes over midnight. */
  quiet: QuietHoursSchema.nullable(),
  urgentBreaksQuiet: z.boolean(),
  push: z.boolean(),
  email: z.boolean(),
})
export type Reach = z.infer<typeof ReachSchema>

export const REACH_AT_FIRST: Reach = {
  quiet: { from: '20:00', to: '07:00' },
  urgentBreaksQuiet: true,
  push: true,
  email: true,
}

/** Whether quiet hours hold at an instant, by the clock on the wall of the house. */
export function isQuiet({ quiet }: Reach, now: string): boolean {
  if (!quiet || quiet.from === quiet.to) return false
  const { time } = wallClock(now)
  return quiet.from < quiet.to ? quiet.from <= time && time < quiet.to : time >= quiet.from || time < quiet.to
}
