import {
  foldText,
  matchesDirectory,
  type DirectoryContent,
  type DirectoryKind,
  type Profession,
} from '@colloque/domain'
import type { HeldMeeting } from '../../platform/agenda/meetingLists.ts'
import type { HeldEntry } from '../../platform/resource/searchDirectory.ts'

/** Somebody from outside whom a meeting has brought. */
export interface MetPerson {
  readonly name: string
  readonly profession: Profession | null
  readonly meeting: HeldMeeting
}

/**
 * People from outside who were invited to a meeting that was held, the last one first, once each; without those whom
 * the directory knows, by their name or in what is said of a service; retired ones included.
 */
export function metAtMeetings(meetings: readonly HeldMeeting[], entries: readonly HeldEntry[]): MetPerson[] {
  const isKnown = (name: string) => entries.some(({ entry }) => matchesDirectory(entry, name))
  const named = new Set<string>()
  const held = meetings
    .filter(({ meeting }) => meeting.status === 'live' || meeting.status === 'closed')
    .sort((one, other) => (one.meeting.startsAt < other.meeting.startsAt ? 1 : -1))
  return held.flatMap((one) =>
    one.meeting.invited.flatMap(({ accountId, name, profession }) => {
      if (accountId !== null || named.has(foldText(name)) || isKnown(name)) return []
      named.add(foldText(name))
      return [{ name, profession, meeting: one }]
    }),
  )
}

const KIND_OF: Partial<Record<Profession, DirectoryKind>> = {
  homeHelp: 'homeHelp',
  socialWorker: 'socialService',
  careNavigator: 'socialService',
}

/** What an entry of theirs begins as. */
export const entryBegunWith = ({
  name,
  profession,
}: Pick<MetPerson, 'name' | 'profession'>): Partial<DirectoryContent> => ({
  ...{ name, profession },
  kind: profession === null ? 'other' : (KIND_OF[profession] ?? 'specialist'),
})
