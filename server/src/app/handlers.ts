import type { PatientCase } from '@colloque/domain'
import { breakGlassCommands } from '../features/care-circle/break-glass.commands.ts'
import { careCircleCommands } from '../features/care-circle/care-circle.commands.ts'
import { consentCommands } from '../features/care-circle/consent.commands.ts'
import { teamCommands } from '../features/care-team/team.commands.ts'
import { planCommands } from '../features/care-plan/plan.commands.ts'
import { signPlanCommand } from '../features/care-plan/sign-plan.ts'
import { wishCommands } from '../features/care-plan/wish.commands.ts'
import { conversationCommands } from '../features/conversation/conversation.commands.ts'
import { directCommands } from '../features/conversation/direct.commands.ts'
import { IDS_OF_A_NOTE, recordNote } from '../features/conversation/record-note.ts'
import { surroundingsOf } from '../features/conversation/surroundings.ts'
import { directoryCommands } from '../features/directory/directory.commands.ts'
import { flagCommands } from '../features/flag/flag.commands.ts'
import { reportCommands } from '../features/flag/report.commands.ts'
import { readingAlertCommands } from '../features/measurement/reading-alert.commands.ts'
import { thresholdCommands } from '../features/measurement/threshold.commands.ts'
import { medicationCommands } from '../features/medication/medication.commands.ts'
import { agendaCommands } from '../features/meeting/agenda.commands.ts'
import { decisionCommands } from '../features/meeting/decision.commands.ts'
import { signMinutesCommand } from '../features/meeting/sign-minutes.ts'
import { meetingCommands } from '../features/meeting/meeting.commands.ts'
import { patientCaseCommands } from '../features/patient-case/patient-case.commands.ts'
import { protocolCommands } from '../features/protocol/protocol.commands.ts'
import { runCommands } from '../features/protocol/run.commands.ts'
import { eraseCommands } from '../features/patient-rights/erase.commands.ts'
import { scheduleCommands } from '../features/schedule/schedule.commands.ts'
import { sharingCommands } from '../features/sharing/sharing.commands.ts'
import { bundleCommands } from '../features/task/bundle.commands.ts'
import { referralCommands } from '../features/task/referral.commands.ts'
import { seriesCommands } from '../features/task/series.commands.ts'
import { taskCommands } from '../features/task/task.commands.ts'
import { visitCommands } from '../features/task/visit.commands.ts'
import type { BoardServer } from '../platform/boards/index.ts'
import type { CommandHandlers } from '../platform/commands.ts'
import type { TreatmentHouse } from '../platform/treatment/treatment-changed.ts'
import type { Parts } from './parts.ts'

/** Every command of the contract. */
export function commandHandlers(parts: Parts, boards: () => BoardServer): CommandHandlers {
  const { changes, accounts, sessions, casesOf, planDocuments, minutesDocuments, treatmentRules, clock } =
    parts
  const treatmentHouse: TreatmentHouse = {
    around: async (author) => ({ ...treatmentRules, ...(await surroundingsOf(changes, author)) }),
  }
  const proofOf = async (sessionId: string) => {
    const proof = await sessions.proof(sessionId)
    return proof && { by: proof.by, at: proof.at.toISOString() }
  }
  return {
    ...patientCaseCommands({
      account: accounts.find,
      casesOf: async (actor) =>
        (await casesOf(actor)).flatMap((id) => {
          const patientCase = changes.cachedFold(`case:${id}`)?.get<PatientCase>('patientCase', id)?.after
          return patientCase ? [{ id, patient: patientCase.patient }] : []
        }),
    }),
    ...careCircleCommands({ account: accounts.find }),
    ...consentCommands,
    ...breakGlassCommands,
    ...conversationCommands(changes),
    ...directCommands({ account: accounts.find }),
    ...parts.movedMessages.command,
    ...meetingCommands,
    ...agendaCommands(changes),
    ...decisionCommands,
    ...signMinutesCommand({ changes, documents: minutesDocuments, texts: parts.planTexts, proofOf, clock }),
    ...scheduleCommands,
    ...teamCommands({ lastIn: parts.teamLeaving.lastIn }),
    ...taskCommands,
    ...bundleCommands(changes),
    ...referralCommands,
    ...visitCommands({
      noteWriter: async (author) => {
        const around = await surroundingsOf(changes, author)
        return (context, note) => recordNote(context, note, around)
      },
      idsOfANote: IDS_OF_A_NOTE,
    }),
    ...seriesCommands,
    ...thresholdCommands,
    ...readingAlertCommands,
    ...medicationCommands(treatmentHouse),
    ...flagCommands(treatmentHouse),
    ...reportCommands,
    ...sharingCommands,
    ...wishCommands,
    ...planCommands({ documents: planDocuments }),
    ...directoryCommands,
    ...protocolCommands,
    ...runCommands(changes),
    ...eraseCommands({
      changes,
      boards,
      planText: parts.planTexts.find,
      isProved: async (sessionId) => (await sessions.proof(sessionId)) !== undefined,
    }),
    ...signPlanCommand({
      documents: planDocuments,
      texts: parts.planTexts,
      fold: (caseId) => changes.fold(`case:${caseId}`),
      proofOf,
      clock,
    }),
  }
}
