/**
 * What an export holds, in the order in which it is read while servers go on writing: whatever points at something
 * is read before it, so that nothing in an export points at what came later. Boards, read marks and drafts point into the
 * log, the log at accounts and files; a reactor's checkpoint says that its effects are in the log.
 */
export const RECORDS = [
  'projected',
  'refusals',
  'readmarks',
  'drafts',
  'board_snapshots',
  'board_batches',
  'changes',
  'accounts',
  'passkeys',
  'audit',
  // Reads of the time before the trail, which takes them in at the next start.
  'caseReads',
  'movedMessages',
  'planTexts',
  'ruleSets',
  'files.files',
  'files.chunks',
] as const
export type RecordCollection = (typeof RECORDS)[number]

/**
 * Sessions end with their database, and with them the devices that are reached and what was under way to them;
 * snapshots of folds are made again; the rest says which servers are running.
 */
const PASSING: readonly string[] = [
  'sessions',
  'challenges',
  // Links that let somebody in, and sign-ins under way elsewhere: made anew where they are wanted.
  'invitations',
  'oidcattempts',
  // What was being sent when the house closed, and is in no log.
  'uploads',
  'pushsubscriptions',
  'deliveries',
  'mailings',
  'jobs',
  'active',
  'nodes',
  // What a database is called among others: the one imported into has its own.
  'house',
  'importing',
  'fold_heads',
  'fold_parts',
]

/** Made again from boards and plans, as the projections are from the log; `cards` was its name. */
const OF_BOARDS: readonly string[] = ['passages', 'cards']

/** Public files, read again by the command that read them: an export holds what is the house's own. */
const OF_IMPORTS: readonly string[] = ['medicines', 'medicineHeads']

export const isRecord = (name: string): name is RecordCollection =>
  (RECORDS as readonly string[]).includes(name)

/**
 * @param projections names of the collections that are made again from the log
 * @returns whether a collection can be left out of an export; one that is neither this nor a record is unknown
 */
export function isLeftOut(name: string, projections: readonly string[]): boolean {
  const made = projections.some((projection) => name === projection || name === `${projection}.rebuild`)
  const isMade = made || OF_BOARDS.includes(name) || OF_IMPORTS.includes(name)
  return isMade || PASSING.includes(name) || name.startsWith('system.')
}
