/** A decision while it is written: who does what by when, and who tells the person. */
import type { NewCommand } from '@colloque/sdk'
import type { Profession } from '@colloque/domain'

export interface DecisionDraft {
  text: string
  /** `account:…` or `profession:…`; '' while nobody is chosen. */
  owner: string
  /** Somebody outside, whom the owner sees to. */
  outside: string
  /** A calendar day, or ''. */
  dueOn: string
  /** As `owner`, or THE_SAME. */
  teller: string
}

/** Whoever carries it out tells the person. */
export const THE_SAME = 'same'

export const newDecision = (): DecisionDraft => ({
  ...{ text: '', owner: '', outside: '', dueOn: '', teller: THE_SAME },
})

/** What keeps it from being recorded; undefined where nothing does. */
export function missingOf({ text, owner }: DecisionDraft): 'text' | 'owner' | undefined {
  if (text.trim() === '') return 'text'
  return owner === '' ? 'owner' : undefined
}

const ownerOf = (choice: string) => {
  const [kind, id = ''] = choice.split(':')
  return kind === 'account' ? { accountId: id } : { profession: id as Profession }
}

/**
 * What it says to `decision.record`. The person is told by the day on which it is due: later would be too late.
 * @param isPersonThere nobody tells a person who is at the table
 */
export function decisionOf(
  draft: DecisionDraft,
  isPersonThere: boolean,
): Omit<NewCommand<'decision.record'>, 'agendaItemId'> {
  const { text, owner, outside, dueOn, teller } = draft
  const due = dueOn === '' ? {} : { dueOn }
  return {
    text: text.trim(),
    owner: { ...ownerOf(owner), ...(outside.trim() ? { outside: outside.trim() } : {}) },
    ...due,
    ...(isPersonThere ? {} : { tell: { owner: ownerOf(teller === THE_SAME ? owner : teller), ...due } }),
  }
}
