/** Reads the configuration, opens the database, listens, and ends cleanly. */
import { resolve } from 'node:path'
import { createApplication } from './app.ts'
import { CommandError } from './commands/terminal/command-error.ts'
import { refuseUnfinishedImport } from './commands/transfer/import-mark.ts'
import { seedDemo } from './demo/seed.ts'
import { ConfigurationError, readConfiguration } from './platform/configuration.ts'
import { DatabaseError, openDatabase } from './platform/database.ts'
import { createLogger } from './platform/logger.ts'
import { createMetricsServer } from './platform/metrics/index.ts'
import { readKeys } from './platform/secret.ts'
import { readOidcSettings } from './platform/oidc-secret.ts'
import { readVapidKeys } from './platform/vapid.ts'

const say = (text: string) => process.stdout.write(`${text}\n`)
/** Starters such as npm pass a signal on that this process has had already: ms in which it counts as the same. */
const REPEATED_WITHIN_MS = 1_000

async function main(): Promise<void> {
  const configuration = readConfiguration(process.env)
  const logger = createLogger(configuration.logLevel, undefined, configuration.nodeName)
  const database = await openDatabase(configuration, say)
  const clock = () => new Date()
  const keys = await readKeys(configuration)
  const demo = configuration.demo ? await import('./demo/accounts.ts') : undefined
  const application = createApplication({
    connection: database.connection,
    redisUrl: configuration.redisUrl,
    keys,
    push: {
      keys: await readVapidKeys(configuration, keys),
      subject: configuration.pushContact,
      hosts: configuration.pushHosts,
    },
    address: configuration.address,
    ...(configuration.oidc ? { oidc: await readOidcSettings(configuration.oidc) } : {}),
    ...(configuration.mail ? { mail: { ...configuration.mail, address: configuration.address } } : {}),
    ...(configuration.auditFolder === undefined ? {} : { auditFolder: configuration.auditFolder }),
    clock,
    logger,
    origins: configuration.origins,
    proxies: configuration.proxies,
    metricsToken: configuration.metricsToken,
    clientFolder: resolve(import.meta.dirname, '../../client/dist'),
    ...(demo ? { demoAccounts: demo.demoAccounts() } : {}),
    databaseAnswers: database.answers,
    hasRoom: database.hasRoom,
    ...(configuration.mongoUri === undefined ? { watchedFolders: { data: configuration.dataFolder } } : {}),
  })
  const watched = createMetricsServer({ token: configuration.metricsToken, metrics: application.metrics })

  if (configuration.auditFolder === undefined)
    logger.warn('heads of the log are not kept outside the database: COLLOQUE_AUDIT_FOLDER is not set')
  if (!configuration.mail) logger.info('no mail is sent: COLLOQUE_SMTP_URL is not set')

  const impatience = new AbortController()
  let stopping: Promise<void> | undefined
  const stop = (): Promise<void> =>
    (stopping ??= (async () => {
      say('Stopping…')
      await application.depart(configuration.departure, impatience.signal)
      await application.stop()
      watched.close()
      watched.closeAllConnections()
      await database.close()
    })())
  let askedAt: number | undefined
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      askedAt ??= performance.now()
      // Whoever stands at the terminal does not wait; nor does a supervisor who says it twice, and means it.
      if (signal === 'SIGINT' || performance.now() - askedAt > REPEATED_WITHIN_MS) impatience.abort()
      stop().then(
        () => process.exit(0),
        (error: unknown) => {
          logger.error({ name: (error as Error).name }, 'stopping failed')
          process.exit(1)
        },
      )
    })
  }

  try {
    await refuseUnfinishedImport(database.connection.db as never)
    await application.start()
    if (configuration.demo) await seedDemo({ application, clock, onProgress: say })
    if (configuration.metricsPort !== undefined)
      await listen(watched, configuration.metricsPort, configuration.host)
    await listen(application.server, configuration.port, configuration.host)
  } catch (error) {
    impatience.abort()
    await stop().catch(() => undefined)
    throw error
  }
  const address = application.server.address()
  const port = typeof address === 'object' && address ? address.port : configuration.port
  const host =
    configuration.host === '127.0.0.1' || configuration.host === '0.0.0.0' ? 'localhost' : configuration.host
  say(`\nColloque is open at http://${host}:${port}`)
  if (!demo && !(await application.accounts.any())) {
    say('\nNobody can sign in yet. The first account, while this runs or not:')
    say('  npm run administrator -- --team "…" --name "…" --email … --profession coordinator')
  }
  if (demo) {
    say('\nDemo accounts (every password: ' + demo.DEMO_PASSWORD + ')')
    for (const { name, profession, email } of demo.demoAccounts())
      say(`  ${name.padEnd(24)} ${(profession ?? 'relative').padEnd(21)} ${email}`)
  }
}

function listen(server: import('node:http').Server, port: number, host: string): Promise<void> {
  return new Promise((resolved, rejected) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE')
        rejected(
          new ConfigurationError(
            `port ${port} is taken: end what listens there, or choose another with PORT=…`,
          ),
        )
      else if (error.code === 'EACCES')
        rejected(
          new ConfigurationError(`port ${port} may not be used by this account: choose one above 1024`),
        )
      else rejected(error)
    })
    server.listen(port, host, () => resolved())
  })
}

main().catch((error: unknown) => {
  const known = [ConfigurationError, DatabaseError, CommandError].some((kind) => error instanceof kind)
  const text = error instanceof Error ? ((known ? undefined : error.stack) ?? error.message) : String(error)
  process.stderr.write(`Colloque cannot start: ${text}\n`)
  process.exit(1)
})
