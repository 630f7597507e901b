export { createJobs, described, JOBS_COLLECTION, type JobDefinition, type Jobs } from './jobs.ts'
