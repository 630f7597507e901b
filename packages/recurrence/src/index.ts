export * from './check-rule.ts'
export * from './occurrences.ts'
export * from './rule.ts'
export * from './rule-words.ts'
