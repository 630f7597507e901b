/** An entry being written: what is typed, what is missing, what is sent. */
import {
  DirectoryContentSchema,
  isReachable,
  type DirectoryContent,
  type DirectoryKind,
  type Profession,
} from '@colloque/domain'

const WORDS = [
  ...(['name', 'does', 'area', 'phone', 'directPhone', 'email', 'website', 'address'] as const),
  ...(['hours', 'delay', 'access'] as const),
]
export type EntryWord = (typeof WORDS)[number]

export type EntryDraft = Record<EntryWord, string> & {
  kind: DirectoryKind
  /** '' where no profession of the list says it. */
  profession: Profession | ''
}

export const draftOf = (entry: Partial<DirectoryContent>): EntryDraft => ({
  ...(Object.fromEntries(WORDS.map((key) => [key, entry[key] ?? ''])) as Record<EntryWord, string>),
  kind: entry.kind ?? 'specialist',
  profession: entry.profession ?? '',
})

/** People write « centre-social.example » and mean its site. */
const asAddress = (site: string) => (/^https?:\/\//i.test(site) || site === '' ? site : `https://${site}`)

export type EntryProblems = Partial<Record<'name' | 'reach' | 'email' | 'website', string>>

/** What was written, or what is wrong with it: keys of `directory.problem`. */
export function contentOf(
  draft: EntryDraft,
): { readonly content: DirectoryContent } | { readonly problems: EntryProblems } {
  const typed = Object.fromEntries(WORDS.map((key) => [key, draft[key].trim() || null]))
  const parsed = DirectoryContentSchema.safeParse({
    ...typed,
    website: asAddress(draft.website.trim()) || null,
    kind: draft.kind,
    profession: draft.profession || null,
  })
  if (parsed.success && isReachable(parsed.data)) return { content: parsed.data }
  if (parsed.success) return { problems: { reach: 'unreachable' } }
  const wrong = new Set(parsed.error.issues.map(({ path }) => path[0]))
  return {
    problems: {
      ...(wrong.has('name') ? { name: 'missing' } : {}),
      ...(wrong.has('email') ? { email: 'email' } : {}),
      ...(wrong.has('website') ? { website: 'website' } : {}),
    },
  }
}
