import {
  DIRECTORY_KINDS,
  foldText,
  matchesDirectory,
  type DirectoryEntry,
  type DirectoryKind,
  type Profession,
} from '@colloque/domain'

export interface HeldEntry {
  readonly id: string
  readonly rev: number
  readonly entry: DirectoryEntry
}

export interface DirectoryQuery {
  readonly typed: string
  /** None: all of them. */
  readonly kinds: readonly DirectoryKind[]
  readonly profession?: Profession | undefined
}

/** How kinds and professions are called in the reader's language. */
export interface Called {
  kind(kind: DirectoryKind): string
  profession(profession: Profession): string
}

/** The entries that are sought, by kind in the order of the kinds, by name within each; retired ones are left out. */
export function searchDirectory(
  entries: readonly HeldEntry[],
  { typed, kinds, profession }: DirectoryQuery,
  called: Called,
): HeldEntry[] {
  return entries
    .filter(
      ({ entry }) =>
        entry.retired === null &&
        (kinds.length === 0 || kinds.includes(entry.kind)) &&
        (profession === undefined || entry.profession === profession) &&
        matchesDirectory(entry, typed, [
          called.kind(entry.kind),
          ...(entry.profession ? [called.profession(entry.profession)] : []),
        ]),
    )
    .sort(
      (one, other) =>
        DIRECTORY_KINDS.indexOf(one.entry.kind) - DIRECTORY_KINDS.indexOf(other.entry.kind) ||
        one.entry.name.localeCompare(other.entry.name, 'fr'),
    )
}

/** The entry of that name, as somebody writes it: accents, capitals and commas do not matter. */
export const entryNamed = (entries: readonly HeldEntry[], name: string): HeldEntry | undefined =>
  entries.find(({ entry }) => entry.retired === null && foldText(entry.name) === foldText(name))
