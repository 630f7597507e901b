export * from './change.ts'
export * from './errors.ts'
