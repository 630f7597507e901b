import type { z } from 'zod'
import { AgendaItemSchema } from './agenda-item.ts'
import { AttentionSchema, ReachSchema } from './attention.ts'
import { BreakGlassSchema } from './break-glass.ts'
import { TaskBundleSchema } from './bundle.ts'
import { CircleMemberSchema } from './care-circle.ts'
import { CarePlanSchema, PlanVersionSchema } from './care-plan.ts'
import { CareTeamSchema, TeamMemberSchema } from './care-team.ts'
import { ConversationSchema, MessageSchema, NoticeSchema } from './conversation.ts'
import { DecisionSchema, FiledMinutesSchema } from './decision.ts'
import { DelegationSchema } from './delegation.ts'
import { DirectoryEntrySchema } from './directory.ts'
import { ErasedCaseSchema, ErasureSchema } from './erasure.ts'
import { FileSchema } from './file.ts'
import { AlertAnswerSchema } from './alert-answer.ts'
import { ClinicalFactsSchema } from './clinical-facts.ts'
import { FlagSchema } from './flag.ts'
import { TreatmentReportSchema } from './treatment-report.ts'
import { MeetingSchema } from './meeting.ts'
import { WordedReadingSchema } from './observation.ts'
import { ProtocolSchema } from './protocol.ts'
import { ProtocolRunSchema } from './protocol-run.ts'
import { ReadingAlertSchema } from './reading-alert.ts'
import { ThresholdSchema } from './threshold.ts'
import { MeasurementSchema } from './measurement.ts'
import { CaseLinkSchema, ConversationLinkSchema, SharedLinkSchema } from './member.ts'
import { MedicationSchema } from './medication.ts'
import { NeedSchema } from './need.ts'
import { PartLinkSchema, PartSchema } from './part.ts'
import { PatientCaseSchema } from './patient-case.ts'
import { PersonWishSchema } from './person-wish.ts'
import { ReferralSchema } from './referral.ts'
import { ScheduleSchema } from './schedule.ts'
import { SharedCaseSchema } from './shared-view.ts'
import { SharingConsentSchema } from './sharing-consent.ts'
import { SharedMessageSchema, SharedReadingSchema, SharedReportSchema, SharingSchema } from './sharing.ts'
import { TaskSeriesSchema } from './task-series.ts'
import { TaskSchema } from './task.ts'

/** Every kind of entity that a change can carry, with the schema of its state. */
export const ENTITY_SCHEMAS = {
  patientCase: PatientCaseSchema,
  circleMember: CircleMemberSchema,
  breakGlass: BreakGlassSchema,
  sharingConsent: SharingConsentSchema,
  delegation: DelegationSchema,
  sharing: SharingSchema,
  part: PartSchema,
  message: MessageSchema,
  notice: NoticeSchema,
  conversation: ConversationSchema,
  measurement: MeasurementSchema,
  task: TaskSchema,
  taskSeries: TaskSeriesSchema,
  need: NeedSchema,
  referral: ReferralSchema,
  carePlan: CarePlanSchema,
  planVersion: PlanVersionSchema,
  personWish: PersonWishSchema,
  taskBundle: TaskBundleSchema,
  medication: MedicationSchema,
  flag: FlagSchema,
  alertAnswer: AlertAnswerSchema,
  clinicalFacts: ClinicalFactsSchema,
  treatmentReport: TreatmentReportSchema,
  file: FileSchema,
  agendaItem: AgendaItemSchema,
  decision: DecisionSchema,
  filedMinutes: FiledMinutesSchema,
  wordedReading: WordedReadingSchema,
  threshold: ThresholdSchema,
  readingAlert: ReadingAlertSchema,
  protocolRun: ProtocolRunSchema,
  sharedCase: SharedCaseSchema,
  sharedMessage: SharedMessageSchema,
  sharedReport: SharedReportSchema,
  sharedReading: SharedReadingSchema,
  erasure: ErasureSchema,
  erasedCase: ErasedCaseSchema,
  careTeam: CareTeamSchema,
  teamMember: TeamMemberSchema,
  schedule: ScheduleSchema,
  meeting: MeetingSchema,
  protocol: ProtocolSchema,
  directoryEntry: DirectoryEntrySchema,
  caseLink: CaseLinkSchema,
  sharedLink: SharedLinkSchema,
  conversationLink: ConversationLinkSchema,
  partLink: PartLinkSchema,
  attention: AttentionSchema,
  reach: ReachSchema,
} as const
export type EntityType = keyof typeof ENTITY_SCHEMAS
export type EntityOf<T extends EntityType> = z.infer<(typeof ENTITY_SCHEMAS)[T]>
