import { ENTITY_SCHEMAS } from '@colloque/domain'
import type { mongo } from 'mongoose'
import { seesQueries } from '../features/care-circle/sees.queries.ts'
import type { Accesses } from '../features/audit/accesses.ts'
import { auditQueries } from '../features/audit/audit.queries.ts'
import { planQueries } from '../features/care-plan/plan.queries.ts'
import { meQueries } from '../features/care-team/care-team.ts'
import { conversationQueries, conversationsOf } from '../features/conversation/conversation.queries.ts'
import { alertQueries } from '../features/medication/alerts.queries.ts'
import { createMedicineSearch } from '../features/medication/medicine-search.ts'
import { medicineQueries } from '../features/medication/medicines.queries.ts'
import { minutesQueries } from '../features/meeting/minutes.queries.ts'
import { rulesQueries } from '../features/medication/rules.queries.ts'
import { treatmentQueries } from '../features/medication/treatment.queries.ts'
import type { Notifications } from '../features/notification/notifications.ts'
import { patientBoardQueries } from '../features/patient-board/patient-board.queries.ts'
import { caseListQueries } from '../features/patient-case/case-lists.queries.ts'
import { patientCaseQueries } from '../features/patient-case/patient-case.queries.ts'
import { retentionQueries } from '../features/patient-rights/retention.ts'
import { queueQueries } from '../features/queue/queue.queries.ts'
import type { DocumentPassages } from '../features/search/document-passages.ts'
import { searchQueries } from '../features/search/search.queries.ts'
import { sharedCaseQueries } from '../features/sharing/shared-cases.queries.ts'
import { seriesQueries } from '../features/task/series.queries.ts'
import { taskQueries } from '../features/task/task.queries.ts'
import { teamTaskQueries } from '../features/task/team-tasks.queries.ts'
import type { Actor } from '../platform/actor.ts'
import type { BoardServer } from '../platform/boards/index.ts'
import type { QueryHandlers } from '../platform/http/api.routes.ts'
import { createRateLimit, type RateLimits } from '../platform/http/limits.ts'
import { streamQueries } from '../platform/http/stream.queries.ts'
import type { Parts } from './parts.ts'

interface QueryParts extends Parts {
  readonly db: mongo.Db
  readonly accesses: Accesses
  readonly boards: BoardServer
  readonly documentPassages: DocumentPassages
  readonly notifications: Notifications
  readonly limits: RateLimits
}

/** Every query of the contract. */
export function createQueryHandlers(parts: QueryParts): QueryHandlers {
  const { changes, clock, logger, reader, accounts, teams, access, casesOf, partsOf, treatmentRules } = parts
  const readMarksOf = parts.readMarks.of
  const recordRead = parts.reads.record
  const ofSomebody = (actor: Actor) => conversationsOf(changes, actor)

  return {
    ...meQueries({ teams, account: accounts.find }),
    teamMeetingFigures: ({ params: { id }, search: { year } }, actor) =>
      parts.meetingFigures(actor, id, year),
    ...minutesQueries({
      ...{ changes, access, recordRead },
      documents: parts.minutesDocuments,
      texts: parts.planTexts,
    }),
    ...sharedCaseQueries({ changes, reader, clock, recordRead }),
    ...queueQueries({
      ...{ changes, clock, casesOf, partsOf, readMarksOf },
      conversationsOf: ofSomebody,
      mayReadStreamNow: access.mayReadStreamNow,
      draftsOf: parts.drafts.of,
    }),
    ...conversationQueries({
      ...{ changes, access, readMarksOf, recordRead },
      seenSince: parts.readMarks.seenSince,
    }),
    ...patientCaseQueries({ changes, access, reader, casesOf, partsOf, readMarksOf, recordRead, clock }),
    ...seesQueries({ access, partsOf, clock, account: accounts.find, recordRead }),
    ...caseListQueries({ access, reader, partsOf, recordRead }),
    ...teamTaskQueries({ changes, clock, casesOf, recordRead }),
    ...seriesQueries({ access, reader, recordRead }),
    ...taskQueries({ changes, access, recordRead }),
    ...retentionQueries({ changes, clock, casesOf }),
    ...patientBoardQueries({ boards: parts.boards, access, recordRead }),
    ...treatmentQueries({ changes, access, reader, recordRead }),
    ...medicineQueries({
      medicines: createMedicineSearch(parts.medicines, (error) =>
        logger.error({ name: (error as Error).name }, 'medicines not read again'),
      ),
      // A letter each, as one types.
      limit: createRateLimit(300, 60),
    }),
    ...rulesQueries(treatmentRules),
    ...alertQueries({ access, rules: treatmentRules, recordRead }),
    ...planQueries({ access, documents: parts.planDocuments, texts: parts.planTexts, recordRead }),
    ...streamQueries({ changes, access, recordRead, types: Object.keys(ENTITY_SCHEMAS) }),
    ...searchQueries({
      ...{ changes, reader, access, casesOf, partsOf, recordRead },
      documentPassages: parts.documentPassages,
      conversationsOf: ofSomebody,
      limit: parts.limits('search', 120, 60),
    }),
    ...parts.notifications.queries,
    ...auditQueries({ db: parts.db, accesses: parts.accesses, changes, clock }),
  }
}
