import { expect, it } from 'vitest'
import { passageAddress } from './results.ts'

const PLACE = '6c2a3f52-6f1c-4e0b-9a51-2f1f9a7e66c1'
const inCase = {
  id: 'x',
  stream: `case:${PLACE}`,
  caseId: PLACE,
  messageId: null,
  agendaItemId: null,
} as const

it.each([
  [{ ...inCase, kind: 'message' }, `/situations/${PLACE}/fil?message=x`],
  [
    { ...inCase, kind: 'message', stream: `conversation:${PLACE}`, caseId: null },
    `/equipe/conversations/${PLACE}?message=x`,
  ],
  [{ ...inCase, kind: 'file', messageId: 'm' }, `/situations/${PLACE}/fil?message=m`],
  [{ ...inCase, kind: 'card' }, `/situations/${PLACE}/tableau?carte=x`],
  [{ ...inCase, kind: 'task' }, '/taches?tache=x'],
  [{ ...inCase, kind: 'medication' }, `/situations/${PLACE}/traitement?medicament=x`],
  [{ ...inCase, kind: 'flag' }, `/situations/${PLACE}/traitement?signalement=x`],
  [{ ...inCase, kind: 'report' }, `/situations/${PLACE}/traitement`],
  [{ ...inCase, kind: 'decision', agendaItemId: 'point' }, `/situations/${PLACE}/concertations/point`],
  [{ ...inCase, kind: 'minutes', agendaItemId: 'point' }, `/situations/${PLACE}/concertations/point`],
  [{ ...inCase, kind: 'minutes' }, `/situations/${PLACE}/resume`],
  [{ ...inCase, kind: 'wordedReading' }, `/situations/${PLACE}/mesures`],
] as const)('a found thing opens in its place: %j', (passage, address) =>
  expect(passageAddress(passage)).toBe(address),
)
