/**
 * Where each thing is shown: the one place that knows the names in the query string. A page reads its own with
 * `ADDRESSED`, so that who links and who answers cannot drift apart.
 */
import { parseStream, type ReadingKind, type StreamName } from '@colloque/domain'
import type { CaseTabName, TeamTabName } from './feature.ts'

/** Home of those who see shared cases alone. */
export const RELATIVES_PATH = '/proches'

/** A person, as their circle shares them with relatives. */
export const relativeAddress = (caseId: string) => `/proche/${caseId}`

/** Names in the query string that single out one thing on a page. */
export const ADDRESSED = {
  message: 'message',
  thread: 'reponses',
  task: 'tache',
  medication: 'medicament',
  flag: 'signalement',
  /** A report from home, of which a flag is to be made. */
  report: 'rapport',
  card: 'carte',
  referral: 'orientation',
  /** A case on the agenda of a meeting. */
  agendaItem: 'point',
  /** Of a reading that crossed its threshold. */
  readingAlert: 'alerte',
  /** A kind of reading. */
  reading: 'mesure',
  /** A protocol is to be started on the case. */
  startRun: 'protocole',
  /** A year of figures. */
  year: 'annee',
  /** Of somebody who is in several. */
  team: 'equipe',
} as const

const caseTab = (caseId: string, tab: CaseTabName, name?: string, id?: string) =>
  `/situations/${caseId}/${tab}${name && id ? `?${new URLSearchParams({ [name]: id })}` : ''}`

/** A situation, at one of its tabs; without one, where it opens. */
export const caseAddress = (caseId: string, tab?: CaseTabName) =>
  tab ? caseTab(caseId, tab) : `/situations/${caseId}`

export const messageAddress = (caseId: string, messageId: string) =>
  caseTab(caseId, 'fil', ADDRESSED.message, messageId)

/** A part of Équipe. */
export const teamAddress = (tab: TeamTabName) => (tab === 'membres' ? '/equipe' : `/equipe/${tab}`)

/** Who helps beyond the house; with one of them open. */
export const directoryAddress = (entryId?: string) => `/equipe/annuaire${entryId ? `/${entryId}` : ''}`

/** The protocols of the team; with one of them open. */
export const protocolAddress = (protocolId?: string) =>
  `/equipe/protocoles${protocolId ? `/${protocolId}` : ''}`

/** A conversation outside a situation. */
export const conversationAddress = (conversationId: string, messageId?: string) =>
  `/equipe/conversations/${conversationId}${messageId ? `?${new URLSearchParams({ [ADDRESSED.message]: messageId })}` : ''}`

/** A message, wherever it was said. */
export function messageAddressIn(stream: StreamName, messageId: string): string {
  const parsed = parseStream(stream)
  return parsed?.kind === 'conversation'
    ? conversationAddress(parsed.id, messageId)
    : messageAddress(parsed?.id ?? '', messageId)
}

/** Tasks of every situation stand on one page, which finds the situation by itself. */
export const taskAddress = (taskId: string) => `/taches?${new URLSearchParams({ [ADDRESSED.task]: taskId })}`

/** All the tasks of a situation; with what comes again, and the templates that may be started there. */
export const caseTasksAddress = (caseId: string) =>
  `/taches/toutes?${new URLSearchParams({ situation: caseId })}`

export const medicationAddress = (caseId: string, medicationId: string) =>
  caseTab(caseId, 'traitement', ADDRESSED.medication, medicationId)

export const flagAddress = (caseId: string, flagId: string) =>
  caseTab(caseId, 'traitement', ADDRESSED.flag, flagId)

/** The treatment, with the sheet that makes a flag of a report from home. */
export const raiseFromReportAddress = (caseId: string, reportId: string) =>
  caseTab(caseId, 'traitement', ADDRESSED.report, reportId)

/** Open alerts over all the situations of a person. */
export const alertsAddress = '/situations/alertes'

/** Where somebody outside a circle asks for emergency access. */
export const emergencyAddress = '/situations/urgence'

export const cardAddress = (caseId: string, cardId: string) =>
  caseTab(caseId, 'tableau', ADDRESSED.card, cardId)

export const referralAddress = (caseId: string, referralId: string) =>
  caseTab(caseId, 'resume', ADDRESSED.referral, referralId)

/** The care plan of a case. */
export const planAddress = (caseId: string) => `/situations/${caseId}/plan`

/** The readings of a case, at an alert. */
export const readingAlertAddress = (caseId: string, alertId: string) =>
  caseTab(caseId, 'mesures', ADDRESSED.readingAlert, alertId)

/** The readings of a case, at those of a kind. */
export const readingsAddress = (caseId: string, kind: ReadingKind) =>
  caseTab(caseId, 'mesures', ADDRESSED.reading, kind)

/** A signed version of the care plan. */
export const planVersionAddress = (caseId: string, versionId: string) =>
  `/situations/${caseId}/plan/versions/${versionId}`

/** A protocol at work on a case. */
export const runAddress = (caseId: string, runId: string) => `/situations/${caseId}/protocoles/${runId}`

/** The summary, with the sheet that starts a protocol. */
export const startRunAddress = (caseId: string) =>
  `/situations/${caseId}/resume?${new URLSearchParams({ [ADDRESSED.startRun]: '' })}`

/** Meetings of the teams, and what they decided that is not done. */
export const meetingsAddress = '/concertations'

/** The agenda of a meeting; with one of its cases unfolded. */
export const meetingAddress = (meetingId: string, agendaItemId?: string) =>
  `/concertations/${meetingId}${agendaItemId ? `?${new URLSearchParams({ [ADDRESSED.agendaItem]: agendaItemId })}` : ''}`

/** A meeting while it is held. */
export const liveMeetingAddress = (meetingId: string) => `/concertations/${meetingId}/en-cours`

/** What a meeting noted and decided about a case: to be signed, or as it was. */
export const caseMinutesAddress = (caseId: string, agendaItemId: string) =>
  `/situations/${caseId}/concertations/${agendaItemId}`

/** Where a visit to the person is noted. */
export const visitAddress = (caseId: string) => `/situations/${caseId}/visite`
