import type { Connection } from 'mongoose'
import type { ChangeLog } from '../../platform/change-log/index.ts'
import type { Fence } from '../../platform/fence.ts'
import type { RateLimits } from '../../platform/http/limits.ts'
import type { JobDefinition } from '../../platform/jobs/index.ts'
import { fileRoutes, type FileRoutes } from './file.routes.ts'
import { createFileService, type FileService } from './file.service.ts'
import { createFileStore, type FileStore } from './file.store.ts'

/** What one account may send in ten minutes. */
const FILES = 100
const KIBIBYTES = 250 * 1024
const SECONDS = 600

export interface Files extends FileService, FileRoutes {
  readonly open: FileStore['open']
  readonly jobs: readonly JobDefinition[]
}

/** The files of cases and conversations: their bytes, their place in the log, their routes. */
export function createFiles(options: {
  connection: Connection
  changes: ChangeLog
  clock: () => Date
  recordRead(accountId: string, caseId: string): Promise<void>
  hasRoom(): Promise<boolean>
  limits: RateLimits
  fence: Fence
}): Files {
  const { connection, changes, clock, recordRead, hasRoom, limits, fence } = options
  if (!connection.db) throw new Error('the database is not connected')
  const store = createFileStore(connection.db as never, clock)
  const service = createFileService({ store, changes, clock })
  const routes = fileRoutes({
    store,
    service,
    changes,
    clock,
    recordRead,
    hasRoom,
    fence,
    fileLimit: limits('files', FILES, SECONDS),
    volumeLimit: limits('files.kibibytes', KIBIBYTES, SECONDS),
  })
  const sweep: JobDefinition = {
    name: 'files.sweep',
    every: '1 hour',
    run: async () => void (await service.sweep()),
  }
  return { ...service, ...routes, open: store.open, jobs: [sweep] }
}
