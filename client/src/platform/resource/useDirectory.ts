import type { DirectoryKind, Profession } from '@colloque/domain'
import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { useWorkspace } from '../useWorkspace.ts'
import type { Called, HeldEntry } from './searchDirectory.ts'

/** The directory of the person's teams, and how its kinds are called. Call in setup. */
export function useDirectory() {
  const { t } = useI18n({ useScope: 'global' })
  const workspace = useWorkspace()

  /** Retired ones included. */
  const all = computed<readonly HeldEntry[]>(() =>
    (workspace.account?.teamIds ?? []).flatMap((teamId) =>
      workspace
        .listIn(`team:${teamId}`, 'directoryEntry')
        .map(({ id, rev, after }) => ({ id, rev, entry: after })),
    ),
  )
  const standing = computed(() => all.value.filter(({ entry }) => entry.retired === null))
  /** Before that, that nobody is there says nothing. */
  const isRead = computed(() => workspace.team.length > 0 || workspace.account?.teamIds.length === 0)
  const find = (id: string) => all.value.find((held) => held.id === id)
  const called: Called = {
    kind: (kind: DirectoryKind) => t(`resource.kind.${kind}`),
    profession: (profession: Profession) => t(`platform.profession.${profession}`),
  }
  /** « neurologue, consultation mémoire · Marsenac » */
  const meta = ({ entry }: HeldEntry): string => {
    const what = [entry.profession && called.profession(entry.profession), entry.does].filter(Boolean)
    return [what.join(', '), entry.area].filter(Boolean).join(' · ')
  }

  return { all, standing, isRead, find, called, meta }
}
