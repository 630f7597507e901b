import type { CircleMember } from '@colloque/domain'
import { projections } from '../../platform/entity-projections.ts'
import type { JobDefinition } from '../../platform/jobs/index.ts'
import type { ProjectionReader } from '../../platform/reader.ts'
import type { SharedViews } from './shared-view.ts'

/** What is over by today leaves what is shared; and what an older release had never shared begins to be. */
export function sharedViewJob(reader: ProjectionReader, views: Pick<SharedViews, 'refresh'>): JobDefinition {
  return {
    name: 'shared-view',
    every: '30 minutes',
    run: async () => {
      const members = await reader
        .model(projections.circleMembers)
        .find({ status: 'active', view: 'shared' } as never)
        .lean()
      const shared = (members as unknown as CircleMember[]).filter(({ accountId }) => accountId !== null)
      for (const caseId of new Set(shared.map(({ caseId }) => caseId))) await views.refresh(caseId)
    },
  }
}
