import { z } from 'zod'

export const IdSchema = z.uuid().describe('UUID')
/** ISO 8601 in UTC with milliseconds. */
export const InstantSchema = z.iso.datetime({ precision: 3 })
/** Calendar day, YYYY-MM-DD. */
export const DaySchema = z.iso.date()

/** A line of text: trimmed, without control characters, one to `max` characters. */
export const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    // eslint-disable-next-line no-control-regex -- refusing control characters is the point
    .regex(/^[^\u0000-\u001f\u007f]*$/u, 'control character')

/** Several lines: trimmed, newlines and tabs allowed, one to `max` characters. */
export const paragraph = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    // eslint-disable-next-line no-control-regex -- as above, but for newline and tab
    .regex(/^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]*$/u, 'control character')

export const URGENCIES = ['routine', 'important', 'urgent'] as const
export const UrgencySchema = z.enum(URGENCIES)
export type Urgency = z.infer<typeof UrgencySchema>

/** Who did something, and when by the server's clock. */
export const DoneBySchema = z.object({ by: IdSchema, at: InstantSchema })
export type DoneBy = z.infer<typeof DoneBySchema>
export type Acknowledgement = DoneBy

/**
 * Folds text for comparison and search: lower case, no accents, ligatures opened, one space between words.
 * « Œdème  Infirmière » becomes « oedeme infirmiere ».
 */
export function foldText(text: string): string {
  return (
    text
      .toLowerCase()
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      // Last: « ǣ » is a ligature once its accent is off.
      .replaceAll('œ', 'oe')
      .replaceAll('æ', 'ae')
      .replaceAll('ß', 'ss')
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim()
  )
}

/** The distinct folded words of some texts, for a prefix index. At most `limit`, each cut at 40 characters. */
export function searchTerms(texts: readonly (string | null | undefined)[], limit = 400): string[] {
  const words = texts.flatMap((text) => (text ? foldText(text).split(' ') : []))
  return [...new Set(words.filter((word) => word.length > 0).map((word) => word.slice(0, 40)))].slice(
    0,
    limit,
  )
}
