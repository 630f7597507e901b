export { createJobs, described, JOBS_COLLECTION, type JobDefinition, type Jobs } from './jobs.ts'
export type { Interval } from './interval.ts'
