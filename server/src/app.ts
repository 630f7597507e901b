/** The one file that knows every feature: puts the parts together, apart from listening. */
import { createServer, type Server } from 'node:http'
import type { QueryOutput } from '@colloque/contract'
import {
  DomainError,
  ENTITY_SCHEMAS,
  fromVersion1,
  fromVersion2,
  parseStream,
  type CircleMember,
  type PatientCase,
  type StreamName,
  type QueueItem,
} from '@colloque/domain'
import compression from 'compression'
import express from 'express'
import type { Connection } from 'mongoose'
import { v7 as uuidv7 } from 'uuid'
import { createCaseReads } from './features/audit/case-reads.ts'
import { createCaseAccess, requireAccess } from './features/care-circle/access.ts'
import { careCircleCommands } from './features/care-circle/care-circle.commands.ts'
import { caseLinksReactor } from './features/care-circle/case-links.reactor.ts'
import { partLinksReactor } from './features/care-circle/part-links.reactor.ts'
import { createPartsOf } from './features/care-circle/parts.ts'
import { createPlanDocuments } from './features/care-plan/plan-documents.ts'
import { createPlanTexts } from './features/care-plan/plan-texts.ts'
import { lastVersion } from './features/care-plan/plan-state.ts'
import { planCommands } from './features/care-plan/plan.commands.ts'
import { planQueries } from './features/care-plan/plan.queries.ts'
import { signPlanCommand } from './features/care-plan/sign-plan.ts'
import { wishCommands } from './features/care-plan/wish.commands.ts'
import { createCareTeams, meQueries, type CareTeams } from './features/care-team/care-team.ts'
import { conversationCommands } from './features/conversation/conversation.commands.ts'
import { conversationLinksReactor } from './features/conversation/conversation-links.reactor.ts'
import { conversationQueries, conversationsOf } from './features/conversation/conversation.queries.ts'
import { IDS_OF_A_NOTE, recordNote } from './features/conversation/record-note.ts'
import { surroundingsOf } from './features/conversation/surroundings.ts'
import { directCommands } from './features/conversation/direct.commands.ts'
import { messageLadder } from './features/conversation/message-ladder.ts'
import { createMovedMessages } from './features/conversation/moved-messages.ts'
import { createFiles } from './features/file/files.ts'
import { flagCommands } from './features/flag/flag.commands.ts'
import { flagLadder } from './features/flag/flag-ladder.ts'
import { reportCommands } from './features/flag/report.commands.ts'
import { alertQueries } from './features/medication/alerts.queries.ts'
import { medicationCommands } from './features/medication/medication.commands.ts'
import { createMedicineSearch } from './features/medication/medicine-search.ts'
import { medicineQueries } from './features/medication/medicines.queries.ts'
import { createMedicinesStore } from './features/medication/medicines.store.ts'
import { treatmentQueries } from './features/medication/treatment.queries.ts'
import { rulesQueries } from './features/medication/rules.queries.ts'
import { createRulesStore } from './features/medication/rules.store.ts'
import { createRulesInForce } from './features/medication/rules.ts'
import { agendaCommands } from './features/meeting/agenda.commands.ts'
import type { MailSettings } from './features/notification/mail.job.ts'
import { createNotifications, type PushSettings } from './features/notification/notifications.ts'
import { caseListQueries } from './features/patient-case/case-lists.queries.ts'
import { householdReactor } from './features/patient-case/household.reactor.ts'
import { patientCaseCommands } from './features/patient-case/patient-case.commands.ts'
import { patientBoardQueries } from './features/patient-board/patient-board.queries.ts'
import { createCasesOf, patientCaseQueries } from './features/patient-case/patient-case.queries.ts'
import { projections } from './platform/entity-projections.ts'
import { escalationJob } from './platform/escalation/escalation.job.ts'
import { queueQueries } from './features/queue/queue.queries.ts'
import { createDrafts } from './features/queue/drafts.ts'
import { createReadMarks, type ReadMarks } from './features/queue/read-marks.ts'
import { scheduleCommands } from './features/schedule/schedule.commands.ts'
import { createDocumentPassages } from './features/search/document-passages.ts'
import { searchQueries } from './features/search/search.queries.ts'
import { createAccounts, type Accounts } from './features/session/accounts.ts'
import { createIdentity } from './features/session/identity.ts'
import { createSessions } from './features/session/sessions.ts'
import { createTokens } from './features/session/tokens.ts'
import { occurrencesJob } from './features/task/occurrences.job.ts'
import { overdueJob } from './features/task/overdue.job.ts'
import { remindersJob } from './features/task/reminders.job.ts'
import { seriesCommands } from './features/task/series.commands.ts'
import { seriesQueries } from './features/task/series.queries.ts'
import { bundleCommands } from './features/task/bundle.commands.ts'
import { referralRemindersJob } from './features/task/referral-reminders.job.ts'
import { referralCommands } from './features/task/referral.commands.ts'
import { taskCommands } from './features/task/task.commands.ts'
import { teamTaskQueries } from './features/task/team-tasks.queries.ts'
import { visitCommands } from './features/task/visit.commands.ts'
import { taskQueries } from './features/task/task.queries.ts'
import type { Actor } from './platform/actor.ts'
import { createBoardServer, type BoardServer } from './platform/boards/index.ts'
import type { TreatmentHouse } from './platform/treatment/treatment-changed.ts'
import { createChangeLog, type ChangeLog } from './platform/change-log/index.ts'
import { membershipOf } from './platform/circle.ts'
import { createCommandExecutor, type CommandHandlers, type ExecuteCommand } from './platform/commands.ts'
import { apiRoutes, type QueryHandlers } from './platform/http/api.routes.ts'
import { authenticated } from './platform/http/authenticate.ts'
import { errorHandler, unknownRoute } from './platform/http/errors.ts'
import { healthRoutes } from './platform/http/health.routes.ts'
import { createRateLimit } from './platform/http/limits.ts'
import { clientRoutes, docsRoutes } from './platform/http/pages.routes.ts'
import { createOriginCheck, securityHeaders } from './platform/http/security.ts'
import { streamQueries } from './platform/http/stream.queries.ts'
import { requestScope, type Logger } from './platform/logger.ts'
import { createJobs, type Jobs } from './platform/jobs/index.ts'
import { findNewProjections } from './platform/new-projections.ts'
import { createProjectionReader } from './platform/reader.ts'
import { createGateway } from './platform/socket/gateway.ts'

export interface ApplicationOptions {
  readonly connection: Connection
  readonly secret: Buffer
  readonly clock: () => Date
  /** Without it this node writes down who is to be told, and leaves telling them to the others. */
  readonly push?: PushSettings
  /** False for a command at the terminal, which must do nothing but what it is asked. */
  readonly worksByTheClock?: boolean
  /** Without it this node sends no mail. */
  readonly mail?: MailSettings
  readonly logger: Logger
  readonly origins: readonly string[]
  readonly proxies: number
  readonly metricsToken: string | undefined
  /** Folder of the built client. */
  readonly clientFolder: string
  /** Accounts offered at sign-in, in demo mode alone. */
  readonly demoAccounts?: readonly { email: string; password: string; name: string; profession: string }[]
  databaseAnswers(): Promise<boolean>
  hasRoom(): Promise<boolean>
  /** Commands and queries of one account in ten seconds. */
  readonly perAccountLimit?: number
}

export interface Application {
  readonly server: Server
  /** Every HTTP surface: what the test of access lists. */
  readonly http: express.Express
  readonly changes: ChangeLog
  readonly boards: BoardServer
  readonly accounts: Accounts
  readonly teams: CareTeams
  readonly execute: ExecuteCommand
  readonly jobs: Pick<Jobs, 'runNow'>
  /**
   * Opens a session that has shown who it is, for a program that acts for somebody and knows their password.
   * @throws DomainError unauthenticated for a wrong one
   */
  proveByPassword(accountId: string, password: string): Promise<{ actor: Actor; end(): Promise<void> }>
  /** Notes how far somebody has read in a stream. */
  readonly markRead: ReadMarks['mark']
  start(): Promise<void>
  stop(): Promise<void>
}

export function createApplication(options: ApplicationOptions): Application {
  const { connection, secret, clock, logger, clientFolder } = options
  const db = connection.db
  if (!db) throw new Error('the database is not connected')
  const node = uuidv7()

  const changes = createChangeLog({
    db: db as never,
    node,
    clock,
    logger,
    projections: Object.values(projections),
    upcasters: [
      { from: 1, upcast: fromVersion1 },
      { from: 2, upcast: fromVersion2 },
    ],
    reactors: [
      caseLinksReactor,
      partLinksReactor,
      householdReactor,
      conversationLinksReactor,
      {
        name: 'moved-messages',
        on: (change) => movedMessages.arrive(change),
        effect: (change) => movedMessages.clear(change),
      },
      { name: 'deliveries', effect: (change) => notifications.react(change) },
    ],
    isWatched: (stream) => {
      const place = parseStream(stream)
      if (gateway.isWatched(stream)) return true
      if (place?.kind !== 'case') return false
      // Leaving its circle ends what is heard of its parts.
      return boards.isOpen(place.id) || [...access.partsAskedFor(place.id)].some(gateway.isWatched)
    },
  })
  const accounts = createAccounts(connection)
  const sessions = createSessions({ connection, accounts, tokens: createTokens(secret, clock), clock })
  const teams = createCareTeams(changes)
  const access = createCaseAccess(changes)
  const reader = createProjectionReader(connection, changes)
  const casesOf = createCasesOf(changes, reader, projections.circleMembers)
  const partsOf = createPartsOf(changes, access)
  const readMarks = createReadMarks(connection, clock, (error) =>
    logger.error({ name: (error as Error).name }, 'read marks not written'),
  )
  const drafts = createDrafts(connection, clock, (error) =>
    logger.error({ name: (error as Error).name }, 'drafts not written'),
  )
  const reads = createCaseReads(connection, clock)
  const files = createFiles({
    connection,
    changes,
    clock,
    recordRead: reads.record,
    hasRoom: options.hasRoom,
  })
  const movedMessages = createMovedMessages({ connection, changes, files })
  const planTexts = createPlanTexts(connection)
  const medicines = createMedicinesStore(connection)
  const planDocuments = createPlanDocuments(() => boards)
  const isOurOrigin = createOriginCheck(options.origins)
  const perAccount = createRateLimit(options.perAccountLimit ?? 600, 10)
  const identity = createIdentity({
    connection,
    accounts,
    sessions,
    origins: options.origins,
    isOurOrigin,
    perAccount,
    clock,
  })

  const treatmentRules = createRulesInForce(createRulesStore(connection), (error) =>
    logger.error({ name: (error as Error).name }, 'interaction rules not read again'),
  )

  const treatmentHouse: TreatmentHouse = {
    around: async (author) => ({ ...treatmentRules, ...(await surroundingsOf(changes, author)) }),
  }

  const handlers: CommandHandlers = {
    ...patientCaseCommands({
      account: accounts.find,
      casesOf: async (actor) =>
        (await casesOf(actor)).flatMap((id) => {
          const patientCase = changes.cachedFold(`case:${id}`)?.get<PatientCase>('patientCase', id)?.after
          return patientCase ? [{ id, patient: patientCase.patient }] : []
        }),
    }),
    ...careCircleCommands({ account: accounts.find }),
    ...conversationCommands(changes),
    ...directCommands({ account: accounts.find }),
    ...movedMessages.command,
    ...agendaCommands,
    ...scheduleCommands,
    ...taskCommands,
    ...bundleCommands(changes),
    ...referralCommands,
    ...visitCommands({
      noteWriter: async (author) => {
        const around = await surroundingsOf(changes, author)
        return (context, note) => recordNote(context, note, around)
      },
      idsOfANote: IDS_OF_A_NOTE,
    }),
    ...seriesCommands,
    ...medicationCommands(treatmentHouse),
    ...flagCommands(treatmentHouse),
    ...reportCommands,
    ...wishCommands,
    ...planCommands({ documents: planDocuments }),
    ...signPlanCommand({
      documents: planDocuments,
      texts: planTexts,
      fold: (caseId) => changes.fold(`case:${caseId}`),
      proofOf: async (sessionId) => {
        const proof = await sessions.proof(sessionId)
        return proof && { by: proof.by, at: proof.at.toISOString() }
      },
      clock,
    }),
  }
  const execute = createCommandExecutor({ changes, handlers, requireAccess, hasRoom: options.hasRoom })

  const notifications = createNotifications({
    connection,
    changes,
    clock,
    logger,
    ...(options.push ? { push: options.push } : {}),
    ...(options.mail ? { mail: options.mail } : {}),
    accounts: accounts.page,
    waitsFor: async ({ id, name, profession, teamIds }) => {
      const actor = { accountId: id, sessionId: '', name, profession, teamIds }
      const { items } = (await queryHandlers.myQueue(
        { params: {}, search: {} },
        actor,
      )) as QueryOutput<'myQueue'>
      return items as QueueItem[]
    },
    perAccount,
    account: accounts.find,
    followersOf: (stream) =>
      reader
        .model(projections.followed)
        .find({ of: stream } as never)
        .lean() as never,
    mayReadStream: access.mayReadStream,
    readMarksOf: readMarks.of,
    isLookingAt: (accountId, stream) => gateway.isLookingAt(accountId, stream),
    sessionLives: sessions.lives,
    runJob: (name) => void jobs.runNow(name),
  })
  const jobs = createJobs({
    connection,
    logger,
    clock,
    jobs: [
      escalationJob(changes, reader, [messageLadder, flagLadder]),
      referralRemindersJob(changes, reader),
      occurrencesJob(changes, reader),
      remindersJob(changes, reader),
      overdueJob({ changes, reader, account: accounts.find }),
      ...notifications.jobs,
      ...files.jobs,
    ],
  })

  const documentPassages = createDocumentPassages({ db: db as never, boards: () => boards, logger })
  const boards = createBoardServer({
    db: db as never,
    onStored: ({ name }) => documentPassages.touch(name),
    node,
    clock,
    logger,
    allowedOrigins: isOurOrigin,
    authenticate: sessions.authenticate,
    hasRoom: options.hasRoom,
    authorise: async (actor, document) => {
      if (document.kind !== 'board' && document.kind !== 'plan') return { access: 'none' }
      const fold = await changes.fold(`case:${document.caseId}`)
      const member = membershipOf(fold, actor.accountId)
      if (!member) return { access: 'none' }
      const closed = fold.get<PatientCase>('patientCase', document.caseId)?.after?.status === 'closed'
      const access = closed || !(await options.hasRoom()) ? 'read' : 'write'
      return { access, role: member.profession ?? '' }
    },
    signedUpTo: async (document) =>
      document.kind === 'plan'
        ? lastVersion(await changes.fold(`case:${document.caseId}`))?.after.docSeq
        : undefined,
  })

  const queryHandlers: QueryHandlers = {
    ...meQueries({ teams, account: accounts.find }),
    ...queueQueries({
      changes,
      clock,
      casesOf,
      partsOf,
      conversationsOf: (actor) => conversationsOf(changes, actor),
      mayReadStreamNow: access.mayReadStreamNow,
      readMarksOf: readMarks.of,
      draftsOf: drafts.of,
    }),
    ...conversationQueries({
      changes,
      access,
      readMarksOf: readMarks.of,
      seenSince: readMarks.seenSince,
      recordRead: reads.record,
    }),
    ...patientCaseQueries({
      changes,
      access,
      reader,
      casesOf,
      partsOf,
      readMarksOf: readMarks.of,
      recordRead: reads.record,
    }),
    ...caseListQueries({ access, reader, partsOf, recordRead: reads.record }),
    ...teamTaskQueries({ changes, casesOf, recordRead: reads.record }),
    ...seriesQueries({ access, reader, recordRead: reads.record }),
    ...taskQueries({ changes, access, recordRead: reads.record }),
    ...patientBoardQueries({ boards, access, recordRead: reads.record }),
    ...treatmentQueries({ changes, access, reader, recordRead: reads.record }),
    ...medicineQueries({
      medicines: createMedicineSearch(medicines, (error) =>
        logger.error({ name: (error as Error).name }, 'medicines not read again'),
      ),
      // A letter each, as one types.
      limit: createRateLimit(300, 60),
    }),
    ...rulesQueries(treatmentRules),
    ...alertQueries({ access, rules: treatmentRules, recordRead: reads.record }),
    ...planQueries({ access, documents: planDocuments, texts: planTexts, recordRead: reads.record }),
    ...streamQueries({ changes, access, recordRead: reads.record, types: Object.keys(ENTITY_SCHEMAS) }),
    ...searchQueries({
      ...{ changes, reader, access, documentPassages, casesOf, partsOf },
      conversationsOf: (actor) => conversationsOf(changes, actor),
      recordRead: reads.record,
      limit: createRateLimit(120, 60),
    }),
    ...notifications.queries,
  }

  const app = express()
  app.disable('x-powered-by')
  app.set('trust proxy', options.proxies)
  app.set('query parser', 'simple')
  app.use((_request, response, next) => {
    const requestId = uuidv7()
    response.setHeader('X-Request-Id', requestId)
    requestScope.run({ requestId }, () => next())
  })
  app.use(securityHeaders)
  app.use(compression())
  const ready = async () => changes.ready && boards.ready && (await options.databaseAnswers())
  app.use(healthRoutes({ ready, metricsToken: options.metricsToken }))
  app.use(docsRoutes())
  app.get('/api/v1/demo', (_request, response) => {
    if (!options.demoAccounts) throw new DomainError('not_found')
    response.json({ accounts: options.demoAccounts })
  })
  app.use(
    '/api/v1',
    identity.signInRouter,
    authenticated(sessions.authenticate),
    ...identity.ownRouters,
    files.router,
    notifications.router,
    apiRoutes({ execute, queryHandlers, perAccount }),
  )
  app.use('/api', unknownRoute)
  app.use(clientRoutes(clientFolder))
  app.use(errorHandler(logger))

  const server = createServer(app)
  // 25 MB over a poor line in the country; one that goes silent is given up by the upload itself.
  server.requestTimeout = 20 * 60_000
  /** A closed case is read: what is open in it takes no more, from the same turn on. */
  const followCase = (stream: StreamName, { status }: PatientCase) => {
    const caseId = parseStream(stream)?.id
    if (!caseId || !boards.isOpen(caseId)) return
    if (status === 'closed') boards.makeReadOnly({ caseId })
    else
      boards.recheck({ caseId }).catch((error: unknown) => {
        logger.warn({ name: (error as Error).name, caseId }, 'access to open boards not asked again')
      })
  }

  // Before the gateway: leaving a circle closes what was open before the change itself goes out to the others.
  changes.onChange((change) => {
    for (const { type, after } of change.entities) {
      if (type === 'patientCase' && after !== null) followCase(change.stream, after as PatientCase)
      if (type !== 'circleMember' || after === null) continue
      const member = after as CircleMember
      if (member.status !== 'left' || member.accountId === null) continue
      gateway.endSubscription(member.accountId, change.stream)
      drafts
        .forget(member.accountId, change.stream)
        .catch((error: unknown) => logger.error({ name: (error as Error).name }, 'drafts not removed'))
      files.closeAccess({ accountId: member.accountId, stream: change.stream })
      const caseId = parseStream(change.stream)?.id
      if (!caseId) continue
      for (const part of access.partsAskedFor(caseId)) gateway.endSubscription(member.accountId, part)
      boards.closeAccess({ accountId: member.accountId, caseId }, 4403)
    }
  })
  const gateway = createGateway({
    server,
    changes,
    execute,
    access,
    authenticate: sessions.authenticate,
    markRead: readMarks.mark,
    writeDraft: drafts.write,
    isOurOrigin,
    perAccount,
    logger,
  })
  boards.attach(server)
  server.on('upgrade', (request, socket) => {
    // Neither of the two that take upgrades would ever answer.
    if (!/^\/(socket\.io|yjs)\//.test(request.url ?? '')) socket.destroy()
  })
  sessions.onEnded((sessionId) => {
    gateway.endSession(sessionId)
    files.closeAccess({ sessionId })
    notifications.endSession(sessionId)
    boards.closeAccess({ sessionId }, 4401)
  })

  return {
    server,
    http: app,
    changes,
    boards,
    accounts,
    teams,
    execute,
    jobs,
    proveByPassword: async (accountId, password) => {
      const account = await accounts.find(accountId)
      const proved = account && (await accounts.authenticate(account.email, password))
      if (proved?.id !== accountId) throw new DomainError('unauthenticated')
      const { accessToken } = await sessions.open(proved, 'program')
      const actor = await sessions.authenticate(accessToken)
      if (!actor) throw new DomainError('unauthenticated')
      await sessions.prove(actor.sessionId, 'password')
      return { actor, end: () => sessions.end(actor.sessionId) }
    },
    markRead: readMarks.mark,
    start: async () => {
      await Promise.all([
        accounts.start(),
        sessions.start(),
        identity.start(),
        readMarks.start(),
        drafts.start(),
        reads.start(),
        movedMessages.start(),
        planTexts.start(),
        medicines.start(),
        treatmentRules.start(),
        notifications.start(),
      ])
      const added = await findNewProjections(
        db as never,
        Object.values(projections).map(({ name }) => name),
      )
      await changes.start()
      for (const name of added) await changes.rebuild(name)
      await boards.start()
      await documentPassages.start()
      await teams.openConversations(await accounts.teamIds())
      if (options.worksByTheClock ?? true) await jobs.start()
    },
    stop: async () => {
      await jobs.stop()
      await treatmentRules.stop()
      await gateway.stop()
      await documentPassages.stop()
      await boards.stop()
      server.closeAllConnections()
      await readMarks.stop()
      await drafts.stop()
      await changes.stop()
    },
  }
}
