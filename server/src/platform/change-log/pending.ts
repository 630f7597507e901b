import { DomainError } from '@colloque/domain'
import type { Appended, CommandToAppend } from './types.ts'

/** A command that waits for its answer. Answered once: what comes later is ignored. */
export class Pending {
  readonly command: CommandToAppend
  /** The same for each sending of a command. */
  readonly key: string
  readonly answer: Promise<Appended>
  readonly since = performance.now()
  /** When its change was first sent; a sent change may be durable whatever happens next. */
  sentAt: number | undefined
  answered = false
  #resolve!: (appended: Appended) => void
  #reject!: (error: unknown) => void

  constructor(command: CommandToAppend) {
    this.command = command
    this.key = `${command.by} ${command.commandId}`
    this.answer = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
  }

  resolve(appended: Appended): void {
    this.answered = true
    this.#resolve(appended)
  }

  reject(error: unknown): void {
    this.answered = true
    this.#reject(error)
  }

  /** Answers what has waited for too long, with what is known of it. */
  expire(now: number, busyMs: number, unknownMs: number): void {
    if (this.answered) return
    if (this.sentAt === undefined) {
      if (now - this.since >= busyMs) this.reject(new DomainError('busy'))
    } else if (now - this.sentAt >= unknownMs) {
      this.reject(new DomainError('unknown_outcome'))
    }
  }
}
