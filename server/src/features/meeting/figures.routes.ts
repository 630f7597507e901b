import { IdSchema, MEETING_INDICATOR, type MeetingFigures, type Profession } from '@colloque/domain'
import { stringify } from 'csv-stringify/sync'
import { Router } from 'express'
import { z } from 'zod'
import { parse } from '../../platform/commands.ts'
import { actorOf } from '../../platform/http/authenticate.ts'
import type { RateLimit } from '../../platform/http/limits.ts'
import type { FiguresOf } from './figures.ts'

const PlaceSchema = z.strictObject({ id: IdSchema })
const SearchSchema = z.object({ year: z.coerce.number().int().min(2000).max(2200) })

/** The answer of `teamMeetingFigures` as a file. No name of a patient: what is counted, and of which meeting. */
export function meetingFiguresRouter(options: {
  readonly figures: FiguresOf
  readonly perAccount: RateLimit
  /** In French. */
  professionWord(profession: Profession): string
}): Router {
  const { figures, perAccount, professionWord } = options
  const router = Router()
  router.get('/teams/:id/meeting-figures.csv', async (request, response) => {
    const actor = actorOf(request)
    await perAccount.take(actor.accountId)
    const { id } = parse(PlaceSchema, request.params)
    const { year } = parse(SearchSchema, request.query)
    const counted = await figures(actor, id, year)
    response.setHeader('Cache-Control', 'no-store')
    response.attachment(`concertations-${year}.csv`)
    response.type('text/csv; charset=utf-8').send(figuresCsv(counted, professionWord))
  })
  return router
}

/**
 * For a spreadsheet of a French office: semicolons, a mark of its encoding. No cell is a formula (abuse case 24; OWASP,
 * CSV Injection).
 */
function figuresCsv(
  { year, version, meetings, filed, distinctPatients, of, share, attendance, decisions, met }: MeetingFigures,
  professionWord: (profession: Profession) => string,
): string {
  const percent = (part: number) => `${(part * 100).toFixed(1).replace('.', ',')} %`
  const { leastMeetings, leastShare } = MEETING_INDICATOR
  const reached = (isMet: boolean | null) =>
    isMet === null ? 'effectif non indiqué' : isMet ? 'atteint' : 'non atteint'
  const rows: (string | number)[][] = [
    ['Indicateur', 'Année', 'Valeur', 'Détail'],
    ['Définition', year, version, ''],
    ['Concertations tenues', year, meetings.length, ''],
    ['Seuil : concertations', year, leastMeetings, reached(met.meetings)],
    ['Patients distincts, compte rendu classé', year, distinctPatients, of ? `sur ${of.patients}` : ''],
    ['Part des patients de 75 ans et plus ou en ALD', year, share === null ? '' : percent(share), ''],
    ['Seuil : part des patients', year, percent(leastShare), reached(met.share)],
    ['Décisions prises', year, decisions.made, ''],
    ['Décisions réalisées', year, decisions.carriedOut, ''],
    ['Décisions en retard', year, decisions.late, ''],
    ...attendance.map(({ profession, people, presences }) => [
      ...['Présences', year, presences],
      `${professionWord(profession)}, ${people} personne${people > 1 ? 's' : ''}`,
    ]),
    ...meetings.map(({ title, startsAt, cases, filed: count }) => [
      ...['Concertation', startsAt.slice(0, 10), count],
      `${title} : ${cases} situations, ${count} comptes rendus classés`,
    ]),
    ...filed.map(({ meetingId, decisions: made, carriedOut }, index) => [
      ...[`Compte rendu ${index + 1}`, dayOf(meetings, meetingId), made],
      `${carriedOut} réalisées sur ${made}`,
    ]),
  ]
  return stringify(rows, {
    ...{ bom: true, delimiter: ';', record_delimiter: 'windows', quoted_string: true, escape_formulas: true },
  })
}

const dayOf = (meetings: MeetingFigures['meetings'], id: string) =>
  meetings.find((meeting) => meeting.id === id)?.startsAt.slice(0, 10) ?? ''
