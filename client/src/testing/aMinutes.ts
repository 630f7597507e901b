import { MINUTES_CONTENT_SCHEMA, type MinutesContent } from '@colloque/domain'

const id = (n: number) => `01a20257-0000-7000-8000-0000000001${String(n).padStart(2, '0')}`
/** Who and what `someMinutes` are about. */
export const MINUTES_IDS = {
  ...{ caseId: id(1), meetingId: id(2), itemId: id(3), decisionId: id(4), taskId: id(5) },
  ...{ doctor: id(6), nurse: id(7) },
}
const { caseId, meetingId, decisionId, doctor, nurse } = MINUTES_IDS

/** For tests: the minutes of one case, with one decision. */
export const someMinutes = (over: Partial<MinutesContent> = {}): MinutesContent => ({
  ...{ schema: MINUTES_CONTENT_SCHEMA, caseId, meetingId, title: 'Concertation de mars' },
  heldAt: '2026-03-12T12:00:00.000Z',
  patient: {
    ...{ birthName: 'Moreau', usedName: null, firstNames: 'Louise' },
    ...{ birthDate: '1941-05-02', sex: 'female' },
  },
  question: 'Peut-elle rester seule la nuit ?',
  proposedBy: { accountId: nurse, name: 'Maëlle Le Gallic', profession: 'nurse' },
  askedBy: { accountId: null, name: 'Mme Roux', profession: 'homeHelp', relation: null },
  wish: {
    text: 'Rester chez moi',
    heardBy: { accountId: nurse, name: 'Maëlle Le Gallic', profession: 'nurse' },
    heardOn: '2026-03-02',
  },
  participants: [
    { accountId: doctor, name: 'Hélène Castaing', profession: 'physician', relation: null },
    { accountId: nurse, name: 'Maëlle Le Gallic', profession: 'nurse', relation: null },
  ],
  guests: [{ accountId: null, name: 'Anne Moreau', profession: null, relation: 'sa fille' }],
  opinions: [{ name: 'Rui Esteves', profession: 'physiotherapist', text: 'Pas encore dans l’escalier.' }],
  discussion: [{ kind: 'paragraph', text: 'Elle mange mieux.' }],
  decisions: [
    {
      ...{ id: decisionId, text: 'Passer le soir', dueOn: '2026-03-20' },
      owner: {
        ...{ accountId: nurse, name: 'Maëlle Le Gallic', profession: 'nurse' },
        outside: 'Mme Roux',
      },
      teller: { accountId: null, name: null, profession: 'nurse', outside: null },
      disagreements: [{ name: 'Rui Esteves', text: 'Deux fois seraient mieux' }],
    },
  ],
  ...over,
})
