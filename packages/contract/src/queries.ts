/** Every query: `GET /api/v1/...`, answered from what the caller may see. */
import type { z } from 'zod'
import { auditQueries } from './queries/audit.ts'
import { caseQueries } from './queries/case.ts'
import type { QueryDefinition } from './queries/define.ts'
import { documentQueries } from './queries/document.ts'
import { meQueries } from './queries/me.ts'
import { meetingQueries } from './queries/meeting.ts'
import { planQueries } from './queries/plan.ts'
import { rightsQueries } from './queries/rights.ts'
import { searchQueries } from './queries/search.ts'
import { sharedQueries } from './queries/shared.ts'
import { streamQueries } from './queries/stream.ts'
import { taskQueries } from './queries/task.ts'
import { treatmentQueries } from './queries/treatment.ts'

export { ChangeSchema, EntityStateSchema, type QueryDefinition } from './queries/define.ts'
export { TEAM_AUDIT_KINDS } from './queries/audit.ts'
export { PASSAGE_MAX, SEARCH_KINDS } from './queries/search.ts'
export { MESSAGE_WINDOW } from './queries/stream.ts'
export { MedicineSchema, type Medicine } from './queries/treatment.ts'

export const queries = {
  ...meQueries,
  ...caseQueries,
  ...taskQueries,
  ...planQueries,
  ...documentQueries,
  ...treatmentQueries,
  ...streamQueries,
  ...searchQueries,
  ...auditQueries,
  ...rightsQueries,
  ...sharedQueries,
  ...meetingQueries,
} as const satisfies Record<string, QueryDefinition>

export type QueryName = keyof typeof queries
export const QUERY_NAMES = Object.keys(queries) as QueryName[]
export type QueryParams<Name extends QueryName> = z.input<(typeof queries)[Name]['params']>
export type QuerySearch<Name extends QueryName> = z.input<(typeof queries)[Name]['query']>
export type QueryOutput<Name extends QueryName> = z.output<(typeof queries)[Name]['output']>
