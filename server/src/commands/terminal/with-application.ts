import { randomBytes } from 'node:crypto'
import type { Application } from '../../app.ts'
import type { Database } from '../../platform/database.ts'
import { createLogger } from '../../platform/logger.ts'
import { keyRingOf } from '../../platform/secret.ts'
import { CommandError } from './command-error.ts'

/**
 * The whole application apart from listening, as one more node beside those that may run: with the same
 * projections and reactors, since a node that lacked one would give streams back unfinished.
 */
export async function withApplication<Result>(
  database: Database,
  use: (application: Application) => Promise<Result>,
): Promise<Result> {
  if (!(await database.hasRoom()))
    throw new CommandError('Less than 200 MB are free on the disk of the database: nothing was changed.')
  // Loaded when it is needed: what is typed wrongly is refused at once.
  const { createApplication } = await import('../../app.ts')
  const application = createApplication({
    connection: database.connection,
    // It issues no token, so it needs no secret that others know.
    keys: keyRingOf([randomBytes(48)]),
    clock: () => new Date(),
    worksByTheClock: false,
    logger: createLogger('silent'),
    origins: [],
    proxies: 0,
    metricsToken: undefined,
    clientFolder: '',
    databaseAnswers: database.answers,
    hasRoom: database.hasRoom,
  })
  try {
    await application.start()
    return await use(application)
  } finally {
    await application.stop()
  }
}
