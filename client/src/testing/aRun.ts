import { newTask, SHIPPED_PROTOCOLS, type ProtocolRun, type Task } from '@colloque/domain'

const [content] = SHIPPED_PROTOCOLS
if (!content) throw new Error('The first shipped protocol is that of anticoagulants.')

/** When `aRun` began. */
const RUN_START = '2026-03-02T08:00:00.000Z'

/** A run of the anticoagulant protocol on the case `c`, as a stream holds it. */
export const aRun = (over: Partial<ProtocolRun> = {}) => ({
  id: 'run',
  after: {
    ...{ caseId: 'c', protocolId: 'p', version: 1, content, targets: {}, startsAt: RUN_START },
    ...{ started: { by: 'helene', at: RUN_START }, until: null, status: 'running' as const, ended: null },
    ...{ steps: [], streaks: {}, thresholdIds: [], delegationIds: [] },
    ...over,
  },
})

/** The task of one of its steps. */
export const aRunTask = (step: string, over: Partial<Task> = {}) => ({
  id: step,
  after: newTask({
    ...{ caseId: 'c', title: step, createdBy: 'helene', createdAt: RUN_START, run: { id: 'run', step } },
    ...over,
  }),
})
