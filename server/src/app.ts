/** Puts the parts together, apart from listening. It and its folder `app/` alone know every feature. */
import { createServer } from 'node:http'
import type { QueryOutput } from '@colloque/contract'
import { fromVersion1, fromVersion2, fromVersion3, parseStream, type QueueItem } from '@colloque/domain'
import { v7 as uuidv7 } from 'uuid'
import type { Application, ApplicationOptions } from './app/application.ts'
import { auditFiles } from './app/audit-files.ts'
import { documentAccess } from './app/document-access.ts'
import { auditedDocuments } from './app/document-audit.ts'
import { createEntry } from './app/entry.ts'
import { followChanges, followSessions } from './app/followers.ts'
import { commandHandlers } from './app/handlers.ts'
import { createHttp } from './app/http.ts'
import { jobDefinitions } from './app/jobs.ts'
import type { Parts } from './app/parts.ts'
import { createQueryHandlers } from './app/queries.ts'
import { createAccesses } from './features/audit/accesses.ts'
import { accessesRouter } from './features/audit/accesses.routes.ts'
import { createCaseReads } from './features/audit/case-reads.ts'
import { createCaseAccess, requireAccess } from './features/care-circle/access.ts'
import { createCaseFinder } from './features/care-circle/case-finder.ts'
import { createEmergencies } from './features/care-circle/emergencies.ts'
import { caseLinksReactor } from './features/care-circle/case-links.reactor.ts'
import { partLinksReactor } from './features/care-circle/part-links.reactor.ts'
import { createPartsOf } from './features/care-circle/parts.ts'
import { createPlanDocuments } from './features/care-plan/plan-documents.ts'
import { createPlanTexts } from './features/care-plan/plan-texts.ts'
import { createReplacements } from './features/care-circle/replacements.ts'
import { createCareTeams } from './features/care-team/care-team.ts'
import { createTeamLeaving } from './features/care-team/team-leaving.ts'
import { conversationLinksReactor } from './features/conversation/conversation-links.reactor.ts'
import { createMovedMessages } from './features/conversation/moved-messages.ts'
import { createFiles } from './features/file/files.ts'
import { createMedicinesStore } from './features/medication/medicines.store.ts'
import { createRulesStore } from './features/medication/rules.store.ts'
import { createRulesInForce } from './features/medication/rules.ts'
import { createNotifications } from './features/notification/notifications.ts'
import { householdReactor } from './features/patient-case/household.reactor.ts'
import { createCasesOf } from './features/patient-case/patient-case.queries.ts'
import { createAuditTrail } from './platform/audit/index.ts'
import { projections } from './platform/entity-projections.ts'
import { createErasures } from './features/patient-rights/erasures.reactor.ts'
import { valueWord } from './features/patient-rights/export/readable-words.ts'
import { exportRoutes } from './features/patient-rights/export/export.routes.ts'
import { createDrafts } from './features/queue/drafts.ts'
import { createReadMarks } from './features/queue/read-marks.ts'
import { createDocumentPassages } from './features/search/document-passages.ts'
import { createSharedViews } from './features/sharing/shared-view.ts'
import { toldToCircleReactor } from './features/sharing/told-to-circle.ts'
import { createBoardServer } from './platform/boards/index.ts'
import { createChangeLog } from './platform/change-log/index.ts'
import { createCommandExecutor } from './platform/commands.ts'
import { apiRoutes, type QueryHandlers } from './platform/http/api.routes.ts'
import { authenticated } from './platform/http/authenticate.ts'
import { createRateLimit } from './platform/http/limits.ts'
import { createOriginCheck } from './platform/http/security.ts'
import { createJobs } from './platform/jobs/index.ts'
import { findNewProjections } from './platform/new-projections.ts'
import { createProjectionReader } from './platform/reader.ts'
import { createGateway, type Gateway } from './platform/socket/gateway.ts'

/** So long a request under way may take to be answered when the server stops. */
const STOPPING_MS = 2_000

export type { Application, ApplicationOptions } from './app/application.ts'

export function createApplication(options: ApplicationOptions): Application {
  const { connection, keys, clock, logger, clientFolder } = options
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
      { from: 3, upcast: fromVersion3 },
    ],
    reactors: [
      caseLinksReactor,
      partLinksReactor,
      householdReactor,
      conversationLinksReactor,
      toldToCircleReactor,
      { name: 'shared-view', effect: (change) => sharedViews.effect(change) },
      { name: 'team-leaving', effect: (change) => teamLeaving.follow(change) },
      { name: 'replacements', effect: (change) => replacements.follow(change) },
      {
        name: 'moved-messages',
        on: (change) => movedMessages.arrive(change),
        effect: (change) => movedMessages.clear(change),
      },
      {
        name: 'erasures',
        on: (change) => erasures.on(change),
        effect: (change) => erasures.effect(change),
      },
      { name: 'deliveries', effect: (change) => notifications.react(change) },
    ],
    isWatched: (stream) => {
      const place = parseStream(stream)
      if (gateway.isWatched(stream)) return true
      if (place?.kind !== 'case') return false
      if (gateway.isWatched(`shared:${place.id}`)) return true
      // Leaving its circle ends what is heard of its parts.
      return boards.isOpen(place.id) || [...access.partsAskedFor(place.id)].some(gateway.isWatched)
    },
  })
  const audit = createAuditTrail({ db: db as never, clock, logger })
  const teams = createCareTeams(changes)
  const isOurOrigin = createOriginCheck(options.origins)
  const perAccount = createRateLimit(options.perAccountLimit ?? 600, 10)
  const entry = createEntry({
    ...{ connection, keys, clock, logger, changes, audit, teams, isOurOrigin, perAccount },
    ...{ origins: options.origins, oidc: options.oidc, mail: options.mail },
    address: options.address ?? 'http://localhost:3000',
  })
  const { accounts, sessions } = entry
  const access = createCaseAccess(changes, clock)
  const reader = createProjectionReader(connection, changes)
  const casesOf = createCasesOf(changes, reader, projections.circleMembers, clock)
  const partsOf = createPartsOf(changes, access)
  const teamLeaving = createTeamLeaving({
    ...{ changes, reader, clock, logger, casesOf, accounts },
    endSessions: sessions.endAll,
  })
  const replacements = createReplacements({ changes, reader, clock, teamIds: accounts.teamIds })
  const readMarks = createReadMarks(connection, clock, (error) =>
    logger.error({ name: (error as Error).name }, 'read marks not written'),
  )
  const drafts = createDrafts(connection, clock, (error) =>
    logger.error({ name: (error as Error).name }, 'drafts not written'),
  )
  const reads = createCaseReads({
    ...{ db: db as never, audit },
    emergencyOf: createEmergencies(changes, clock),
  })
  const files = createFiles({
    connection,
    changes,
    clock,
    recordRead: reads.record,
    hasRoom: options.hasRoom,
  })
  const movedMessages = createMovedMessages({ connection, changes, files, clock })
  const planTexts = createPlanTexts(connection)
  const sharedViews = createSharedViews({ changes, clock, planText: planTexts.find })
  const medicines = createMedicinesStore(connection)
  const planDocuments = createPlanDocuments(() => boards)
  const treatmentRules = createRulesInForce(createRulesStore(connection), (error) =>
    logger.error({ name: (error as Error).name }, 'interaction rules not read again'),
  )

  const parts: Parts = {
    ...{ clock, logger, changes, reader, accounts, sessions, teams, access, casesOf, partsOf },
    ...{ teamLeaving, replacements },
    ...{ readMarks, drafts, audit, reads, files, movedMessages },
    ...{ planDocuments, planTexts, medicines, treatmentRules, sharedViews },
  }
  const handlers = commandHandlers(parts, () => boards)
  const execute = createCommandExecutor({
    changes,
    handlers,
    requireAccess,
    hasRoom: options.hasRoom,
    identifiedCase: createCaseFinder(reader, audit),
    clock,
  })

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
  const folder = options.auditFolder
  const kept = folder === undefined ? undefined : auditFiles(parts, { db: db as never, folder })
  const jobs = createJobs({
    ...{ connection, logger, clock },
    jobs: [...jobDefinitions(parts, notifications), ...(kept?.jobs ?? [])],
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
    ...auditedDocuments(parts, documentAccess(parts, options.hasRoom)),
  })

  const erasures = createErasures({
    ...{ changes, files, movedMessages, drafts, planTexts, audit },
    boards: () => boards,
    passages: () => documentPassages,
  })

  const accesses = createAccesses({
    ...{ db: db as never, access, account: accounts.find, recordRead: reads.record },
  })
  const also = { boards, documentPassages, notifications, accesses, db: db as never }
  const queryHandlers: QueryHandlers = createQueryHandlers({ ...parts, ...also })

  const http = createHttp({
    ...{ logger, clientFolder, proxies: options.proxies, metricsToken: options.metricsToken },
    demoAccounts: options.demoAccounts,
    ready: async () => changes.ready && boards.ready && (await options.databaseAnswers()),
    api: [
      ...entry.openRouters,
      authenticated(sessions.authenticate),
      ...entry.ownRouters,
      files.router,
      notifications.router,
      accessesRouter({
        ...{ accesses, audit, perAccount, clock },
        professionWord: (profession) => valueWord(profession, 'fr'),
      }),
      apiRoutes({ execute, queryHandlers, perAccount }),
      exportRoutes({
        ...{ changes, access, partsOf, clock, audit },
        // Each reads a whole case and its files.
        perAccount: createRateLimit(20, 600),
        boards: () => boards,
        isProved: async (sessionId) => (await sessions.proof(sessionId)) !== undefined,
        planText: planTexts.find,
        openFile: files.open,
        accessesOf: accesses.of,
      }),
    ],
  })

  const server = createServer(http)
  // 25 MB over a poor line in the country; one that goes silent is given up by the upload itself.
  server.requestTimeout = 20 * 60_000
  // Before the gateway: leaving a circle closes what was open before the change itself goes out to the others.
  const open = { boards, notifications, gateway: (): Gateway => gateway }
  followChanges(parts, open)
  const gateway = createGateway({
    server,
    changes,
    execute,
    access,
    authenticate: sessions.authenticate,
    recordRead: reads.record,
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
  followSessions(parts, open)

  return {
    server,
    http,
    changes,
    boards,
    accounts,
    teams,
    execute,
    jobs,
    audit,
    proveByPassword: entry.proveByPassword,
    markRead: readMarks.mark,
    start: async () => {
      await audit.start()
      await Promise.all([
        entry.start(),
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
      sessions.stop()
      await jobs.stop()
      await treatmentRules.stop()
      // What is asked is answered first; a connection that asks nothing, or reads nothing, does not hold this up.
      const impatient = setTimeout(() => server.closeAllConnections(), STOPPING_MS)
      await gateway.stop()
      clearTimeout(impatient)
      await documentPassages.stop()
      await boards.stop()
      server.closeAllConnections()
      await readMarks.stop()
      await drafts.stop()
      await audit.stop()
      await changes.stop()
      await kept?.keepHeads()
    },
  }
}
