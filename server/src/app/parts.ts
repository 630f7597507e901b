import type { CaseReads } from '../features/audit/case-reads.ts'
import type { CaseAccess } from '../features/care-circle/access.ts'
import type { PartsOf } from '../features/care-circle/parts.ts'
import type { PlanDocuments } from '../features/care-plan/plan-documents.ts'
import type { PlanTexts } from '../features/care-plan/plan-texts.ts'
import type { Replacements } from '../features/care-circle/replacements.ts'
import type { CareTeams } from '../features/care-team/care-team.ts'
import type { TeamLeaving } from '../features/care-team/team-leaving.ts'
import type { MovedMessages } from '../features/conversation/moved-messages.ts'
import type { FiguresOf } from '../features/meeting/figures.ts'
import type { MinutesDocuments } from '../features/meeting/minutes.ts'
import type { Files } from '../features/file/files.ts'
import type { MedicinesStore } from '../features/medication/medicines.store.ts'
import type { RulesInForce } from '../features/medication/rules.ts'
import type { CasesOf } from '../features/patient-case/patient-case.queries.ts'
import type { Drafts } from '../features/queue/drafts.ts'
import type { ReadMarks } from '../features/queue/read-marks.ts'
import type { Accounts } from '../features/session/accounts.ts'
import type { Sessions } from '../features/session/sessions.ts'
import type { SharedViews } from '../features/sharing/shared-view.ts'
import type { AuditTrail } from '../platform/audit/index.ts'
import type { ChangeLog } from '../platform/change-log/index.ts'
import type { Logger } from '../platform/logger.ts'
import type { ProjectionReader } from '../platform/reader.ts'

/** What `app.ts` makes once, and the features are put together from. */
export interface Parts {
  readonly clock: () => Date
  readonly logger: Logger
  readonly changes: ChangeLog
  readonly reader: ProjectionReader
  readonly accounts: Accounts
  readonly sessions: Sessions
  readonly teams: CareTeams
  readonly teamLeaving: TeamLeaving
  readonly replacements: Replacements
  readonly access: CaseAccess
  readonly casesOf: CasesOf
  readonly partsOf: PartsOf
  readonly readMarks: ReadMarks
  readonly drafts: Drafts
  readonly audit: AuditTrail
  readonly reads: CaseReads
  readonly files: Files
  readonly movedMessages: MovedMessages
  readonly planDocuments: PlanDocuments
  readonly minutesDocuments: MinutesDocuments
  readonly meetingFigures: FiguresOf
  readonly planTexts: PlanTexts
  readonly medicines: MedicinesStore
  readonly treatmentRules: RulesInForce
  readonly sharedViews: SharedViews
}
