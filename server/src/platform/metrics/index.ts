export { createMetrics, type Metrics } from './metrics.ts'
export { createMetricsServer } from './metrics-server.ts'
export { watchJobs } from './watch-jobs.ts'
