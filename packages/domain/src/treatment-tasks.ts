/** A changed dose reaches the pill organiser: the task for whoever fills it, with before and after. */
import {
  MOMENTS,
  isDoseChanged,
  preparerOf,
  type Medication,
  type MedicationWho,
  type Moment,
} from './medication.ts'
import type { Task } from './task.ts'

/** One line of the treatment that a decision has changed; `before` is absent for a new one. */
export interface ChangedLine {
  readonly id: string
  readonly before: Medication | undefined
  readonly after: Medication
}

/** A task to be made, for a member of the circle or a profession of it. */
export type FollowingTask = Pick<Task, 'title' | 'detail' | 'forAccount' | 'forProfession' | 'urgency'>

const MOMENT_WORDS: Readonly<Record<Moment, string>> = {
  morning: 'matin',
  noon: 'midi',
  evening: 'soir',
  night: 'coucher',
}

/** « 1 matin, ½ soir (pendant le repas) »; « arrêté », « suspendu » for what is not taken. */
export function doseInWords(medication: Medication | undefined): string {
  if (!medication) return 'rien'
  if (medication.status === 'stopped') return 'arrêté'
  if (medication.status === 'paused')
    return medication.paused?.until ? `suspendu jusqu’au ${medication.paused.until}` : 'suspendu'
  const { moments, posology } = medication
  const times = MOMENTS.flatMap((moment) =>
    moments?.[moment] ? [`${moments[moment]} ${MOMENT_WORDS[moment]}`] : [],
  )
  if (times.length === 0) return posology ?? 'sans posologie notée'
  return posology ? `${times.join(', ')} (${posology})` : times.join(', ')
}

/**
 * The tasks that follow from changes of dose: one for each who fills a pill organiser. Nothing where nobody is named.
 * @param all every line of the treatment after the change: says who fills the organiser where a line does not
 * @param by account of whoever made the change: sees to it that somebody without an account is told
 */
export function pillboxTasks(
  changed: readonly ChangedLine[],
  all: readonly { readonly id: string; readonly after: Medication }[],
  by: string,
): FollowingTask[] {
  const byPreparer = new Map<string, { who: MedicationWho; lines: ChangedLine[] }>()
  for (const line of changed) {
    if (!isDoseChanged(line.before, line.after)) continue
    const who = preparerOf(
      line.after,
      all.filter(({ id }) => id !== line.id),
    )
    if (!who) continue
    const key = JSON.stringify(who)
    const held = byPreparer.get(key) ?? { who, lines: [] }
    held.lines.push(line)
    byPreparer.set(key, held)
  }
  return [...byPreparer.values()].map(({ who, lines }) => {
    const names = lines.map(({ after }) => after.name).join(', ')
    const title =
      'words' in who
        ? `Prévenir ${who.words} : pilulier à refaire (${names})`
        : `Refaire le pilulier : ${names}`
    return {
      title: title.slice(0, 200),
      detail: lines
        .map(
          ({ before, after }) =>
            `${after.name}\nAvant : ${doseInWords(before)}\nMaintenant : ${doseInWords(after)}`,
        )
        .join('\n\n')
        .slice(0, 2_000),
      forAccount: 'words' in who ? by : 'accountId' in who ? who.accountId : null,
      forProfession: 'profession' in who ? who.profession : null,
      urgency: 'important',
    }
  })
}
