import type { z } from 'zod'
import { CircleMemberSchema } from './care-circle.ts'
import { CareTeamSchema, TeamMemberSchema } from './care-team.ts'
import { MessageSchema } from './conversation.ts'
import { AlertAnswerSchema, CaseFileSchema, FlagSchema } from './flag.ts'
import { MeasurementSchema } from './measurement.ts'
import { CaseLinkSchema } from './member.ts'
import { MedicationSchema } from './medication.ts'
import { PatientCaseSchema } from './patient-case.ts'
import { TaskSchema } from './task.ts'

/** Every kind of entity that a change can carry, with the schema of its state. */
export const ENTITY_SCHEMAS = {
  patientCase: PatientCaseSchema,
  circleMember: CircleMemberSchema,
  message: MessageSchema,
  measurement: MeasurementSchema,
  task: TaskSchema,
  medication: MedicationSchema,
  flag: FlagSchema,
  alertAnswer: AlertAnswerSchema,
  file: CaseFileSchema,
  careTeam: CareTeamSchema,
  teamMember: TeamMemberSchema,
  caseLink: CaseLinkSchema,
} as const
export type EntityType = keyof typeof ENTITY_SCHEMAS
export type EntityOf<T extends EntityType> = z.infer<(typeof ENTITY_SCHEMAS)[T]>
