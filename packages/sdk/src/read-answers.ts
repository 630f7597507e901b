/** What is read of answers and notes with schemas; loaded when there is something to read. */
import { DemoSchema, type Demo } from '@colloque/contract'
import { AccountSchema, type Account } from '@colloque/domain'

export const readDemo = (answer: unknown): Demo => DemoSchema.parse(answer)

/** @returns undefined for what is no account */
export const readAccount = (value: unknown): Account | undefined => AccountSchema.safeParse(value).data
