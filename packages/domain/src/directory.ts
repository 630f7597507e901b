/** Who helps beyond the house: specialists and how to reach them, social centres, networks, home help. No patient. */
import { z } from 'zod'
import type { NeedDomain } from './need.ts'
import { ProfessionSchema } from './profession.ts'
import { DoneBySchema, foldText, IdSchema, line, paragraph } from './values.ts'

export const DIRECTORY_KINDS = [
  'specialist',
  'hospital',
  'laboratory',
  'imaging',
  'socialService',
  'homeHelp',
  'patientNetwork',
  'equipment',
  'other',
] as const
export const DirectoryKindSchema = z.enum(DIRECTORY_KINDS)
export type DirectoryKind = z.infer<typeof DirectoryKindSchema>

/**
 * Who may help with a need, by its side of life: what a search begins with, never what it ends at. Source: the supports
 * that HAS lists for a plan (PPCS, 2019); which kind goes where is the habit of houses.
 */
export const KINDS_FOR_NEED: Readonly<Record<NeedDomain, readonly DirectoryKind[]>> = {
  medical: ['specialist', 'hospital', 'laboratory', 'imaging'],
  psycho: ['specialist', 'hospital', 'patientNetwork'],
  social: ['socialService', 'homeHelp', 'patientNetwork'],
  environment: ['equipment', 'homeHelp', 'socialService'],
  medication: ['specialist', 'laboratory', 'hospital'],
  autonomy: ['homeHelp', 'equipment', 'socialService', 'patientNetwork'],
}

/** How somebody is reached; every part may be missing, one is not. */
const REACHED = {
  phone: line(30).nullable().default(null),
  /** For the house alone, not for patients. */
  directPhone: line(30).nullable().default(null),
  email: z.email().max(200).nullable().default(null),
  address: line(200).nullable().default(null),
  website: z
    .url({ protocol: /^https?$/ })
    .max(300)
    .nullable()
    .default(null),
}

export const DirectoryContentSchema = z.strictObject({
  kind: DirectoryKindSchema,
  name: line(160),
  /** Where somebody of a known profession is meant. */
  profession: ProfessionSchema.nullable().default(null),
  /** What they do: « consultation mémoire », « portage de repas ». */
  does: line(160).nullable().default(null),
  /** Where they come to or receive: communes, « à domicile ». */
  area: line(160).nullable().default(null),
  ...REACHED,
  /** When somebody answers: « lundi au vendredi, 9 h à 12 h ». */
  hours: line(160).nullable().default(null),
  /** How soon they see somebody: « six semaines », « le jour même si urgent ». */
  delay: line(80).nullable().default(null),
  /** How to get an appointment: « lettre du médecin traitant », « la personne appelle elle-même ». */
  access: paragraph(500).nullable().default(null),
})
export type DirectoryContent = z.infer<typeof DirectoryContentSchema>

/** What a colleague has learnt. About the resource, never about a patient. */
const DirectoryNoteSchema = DoneBySchema.extend({ id: IdSchema, name: line(120), text: paragraph(1_000) })

export const DirectoryEntrySchema = z.object({
  ...DirectoryContentSchema.shape,
  teamId: IdSchema,
  notes: z.array(DirectoryNoteSchema).max(50),
  /** The meeting where the house heard of it. */
  meetingId: IdSchema.nullable(),
  added: DoneBySchema,
  /** When somebody last found it to be right. */
  checked: DoneBySchema,
  retired: DoneBySchema.extend({ reason: line(300) }).nullable(),
})
export type DirectoryEntry = z.infer<typeof DirectoryEntrySchema>

export const isReachable = ({ phone, directPhone, email, address, website, access }: DirectoryContent) =>
  [phone, directPhone, email, address, website, access].some((one) => one !== null)

/**
 * Whether every word that was typed begins a word of the entry, its notes included; accents do not matter.
 * @param named its kind and profession, as the reader's language calls them
 */
export function matchesDirectory(
  entry: Pick<DirectoryEntry, 'name' | 'does' | 'area' | 'access' | 'notes'>,
  typed: string,
  named: readonly string[] = [],
): boolean {
  const { name, does, area, access, notes } = entry
  const words = [name, does, area, access, ...notes.map(({ text }) => text), ...named].flatMap((text) =>
    text === null ? [] : foldText(text).split(' '),
  )
  return foldText(typed)
    .split(' ')
    .every((begin) => words.some((word) => word.startsWith(begin)))
}

/** What may be changed of an entry, without what stands around it: to put it back as it was. */
export const directoryContentOf = (entry: DirectoryEntry): DirectoryContent =>
  DirectoryContentSchema.parse(
    Object.fromEntries(
      Object.keys(DirectoryContentSchema.shape).map((key) => [key, entry[key as keyof DirectoryContent]]),
    ),
  )
