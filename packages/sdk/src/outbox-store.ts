import type { EntityState } from '@colloque/domain'
import type { CommandName } from '@colloque/contract'
import type { ErrorCode, ErrorDetails } from '@colloque/domain'
import type { FilePlace } from './file-place.ts'

/** A file that must be on the server before the command that names it. */
export interface OutgoingFile {
  readonly fileId: string
  readonly place: FilePlace
  readonly name: string
  readonly blob: Blob
}

/** A file by its place; or by its case alone, as earlier versions kept it on the device. */
export type GivenFile = OutgoingFile | (Omit<OutgoingFile, 'place'> & { readonly caseId: string })

export function outgoingFile(given: GivenFile): OutgoingFile {
  if ('place' in given) return given
  const { caseId, ...file } = given
  return { ...file, place: { caseId } }
}

/** A command that waits, as it is kept: plain values that survive a crash of the browser. */
export interface StoredCommand {
  readonly commandId: string
  readonly accountId: string
  /** The page that sends it; when that page is gone, another takes it over. */
  readonly owner: string
  readonly name: CommandName
  /** Without the commandId. */
  readonly input: Readonly<Record<string, unknown>>
  /** Commands of one lane are sent in order, one at a time. */
  readonly lane: string
  /** Orders the commands of an account, across reloads. */
  readonly position: number
  /** When the person did it, ISO, by the device's clock. */
  readonly at: string
  readonly files: readonly GivenFile[]
  readonly uploaded: readonly string[]
  readonly optimistic: readonly OptimisticEntity[]
  /** Set once the server has refused for good: kept until the person has seen it. */
  readonly refusal: { readonly code: ErrorCode; readonly data: ErrorDetails } | null
}

/** How an entity will look if the server agrees. Shown until its change is here or the command is refused. */
export interface OptimisticEntity {
  readonly stream: string
  readonly type: string
  readonly id: string
  readonly after: unknown
  /** An old message that the replica need not hold, as it was when it was changed. */
  readonly over?: EntityState
}

/** Where commands that wait are kept. One store serves every page of an account on a device. */
export interface OutboxStore {
  put(command: StoredCommand): Promise<void>
  remove(commandId: string): Promise<void>
  /** In any order. */
  all(): Promise<StoredCommand[]>
  /**
   * A place in the order: at least `atLeast`, and after every place given before on this device, whatever its
   * clock says. At once, since what is written before a crash must already stand behind what was there.
   */
  nextPosition(atLeast: number): number
}

/** For Node, and for browsers that keep nothing: what waits lives as long as the process. */
export function createMemoryOutboxStore(): OutboxStore {
  const kept = new Map<string, StoredCommand>()
  let last = 0
  return {
    nextPosition: (atLeast) => (last = Math.max(last + 1, atLeast)),
    async put(command) {
      kept.set(command.commandId, command)
    },
    async remove(commandId) {
      kept.delete(commandId)
    },
    async all() {
      return [...kept.values()]
    },
  }
}
