export * from './referral.ts'
export * from './resources.ts'
export * from './task.ts'
