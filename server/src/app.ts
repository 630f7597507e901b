/** Puts the parts together, apart from listening. It and its folder `app/` alone know every feature. */
import { createServer } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import type { QueryOutput } from '@colloque/contract'
import { parseStream, type QueueItem } from '@colloque/domain'
import { v7 as uuidv7 } from 'uuid'
import type { Application, ApplicationOptions } from './app/application.ts'
import { auditFiles } from './app/audit-files.ts'
import { documentAccess } from './app/document-access.ts'
import { auditedDocuments } from './app/document-audit.ts'
import { createEntry } from './app/entry.ts'
import { followChanges, followSessions } from './app/followers.ts'
import { commandHandlers } from './app/handlers.ts'
import { createHttp } from './app/http.ts'
import { createEffect } from './app/effect.ts'
import { jobDefinitions } from './app/jobs.ts'
import { createObserving } from './app/observing.ts'
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
import { surroundingsOfCase } from './features/conversation/surroundings.ts'
import { conversationLinksReactor } from './features/conversation/conversation-links.reactor.ts'
import { createMovedMessages } from './features/conversation/moved-messages.ts'
import { createFiles } from './features/file/files.ts'
import { readingAlertsReactor } from './features/measurement/reading-alerts.reactor.ts'
import { createMeetingFigures } from './features/meeting/figures.ts'
import { meetingFiguresRouter } from './features/meeting/figures.routes.ts'
import { meetingSlotsReactor } from './features/meeting/meeting-slots.reactor.ts'
import { createMinutesDocuments } from './features/meeting/minutes.ts'
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
import { protocolRunsReactor } from './features/protocol/protocol-runs.reactor.ts'
import { createReadMarks } from './features/queue/read-marks.ts'
import { createDocumentPassages } from './features/search/document-passages.ts'
import { createSharedViews } from './features/sharing/shared-view.ts'
import { toldToCircleReactor } from './features/sharing/told-to-circle.ts'
import { createBoardServer, type BoardServer } from './platform/boards/index.ts'
import { createChangeLog } from './platform/change-log/index.ts'
import { createCommandExecutor } from './platform/commands.ts'
import { apiRoutes, type QueryHandlers } from './platform/http/api.routes.ts'
import { authenticated } from './platform/http/authenticate.ts'
import { fenced } from './platform/http/fenced.ts'
import { createRateLimit } from './platform/http/limits.ts'
import { createOriginCheck } from './platform/http/security.ts'
import { createJobs } from './platform/jobs/index.ts'
import { createNodes } from './platform/nodes/index.ts'
import { watchJobs } from './platform/metrics/index.ts'
import type { Readiness } from './platform/http/health.routes.ts'
import { findNewProjections } from './platform/new-projections.ts'
import { createProjectionReader } from './platform/reader.ts'
import { createGateway, type Gateway } from './platform/socket/gateway.ts'
import { upcasters } from './platform/upcasters.ts'
import { watchCommands } from './platform/watch-commands.ts'
import { createDeparture } from './platform/stopping/departure.ts'
import { livesAnother } from './platform/stopping/other-nodes.ts'

/** So long a request under way may take to be answered when the server stops. */
const STOPPING_MS = 2_000

export type { Application, ApplicationOptions } from './app/application.ts'

/** Closes the sockets of boards until the signal is given: one whose document was being opened comes late. */
async function closeBoards(boards: BoardServer, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await boards.sendAway(0, signal)
    await wait(100, undefined, { signal }).catch(() => undefined)
  }
}

export function createApplication(options: ApplicationOptions): Application {
  const { connection, keys, clock, logger, clientFolder } = options
  const db = connection.db
  if (!db) throw new Error('the database is not connected')
  const node = uuidv7()
  const observing = createObserving({ logger, clock })
  const { metrics, budget } = observing

  const nodes = createNodes({
    ...{ db: db as never, node, logger, redisUrl: options.redisUrl },
    secret: keys.first.secret,
  })
  const { fence, limits } = nodes

  const changes = createChangeLog({
    db: db as never,
    node,
    fence,
    doorbell: nodes.doorbell,
    clock,
    logger,
    projections: Object.values(projections),
    upcasters,
    reactors: [
      caseLinksReactor,
      partLinksReactor,
      householdReactor,
      conversationLinksReactor,
      toldToCircleReactor,
      { name: 'shared-view', effect: (change) => sharedViews.effect(change) },
      { name: 'team-leaving', effect: (change) => teamLeaving.follow(change) },
      { name: 'replacements', effect: (change) => replacements.follow(change) },
      protocolRunsReactor,
      meetingSlotsReactor((id) => changes.locate(id)),
      readingAlertsReactor((stream) => surroundingsOfCase(changes, stream)),
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
      if (place?.kind === 'team') return boards.isOpenOfTeam()
      if (place?.kind !== 'case') return false
      if (gateway.isWatched(`shared:${place.id}`)) return true
      // Leaving its circle ends what is heard of its parts.
      return boards.isOpen(place.id) || [...access.partsAskedFor(place.id)].some(gateway.isWatched)
    },
    observer: metrics.log,
    under: observing.under,
  })
  const audit = observing.audited(createAuditTrail({ db: db as never, clock, logger }))
  const teams = createCareTeams(changes)
  const isOurOrigin = createOriginCheck(options.origins)
  const perAccount = createRateLimit(options.perAccountLimit ?? 600, 10)
  const mail = options.mail && { ...options.mail, onSent: metrics.onMail }
  const entry = createEntry({
    ...{ connection, keys, clock, logger, changes, audit, teams, isOurOrigin, perAccount, limits },
    ...{ origins: options.origins, oidc: options.oidc, mail },
    tellSessionEnded: (sessionId) => effect.ofSessionEnd(sessionId),
    beginLookAtSessions: fence.witness(),
    address: options.address ?? 'http://localhost:3000',
    onPasswordTried: metrics.onPasswordTried,
  })
  const { accounts, sessions } = entry
  const effect = createEffect({ nodes, changes, sessions })
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
    limits,
    fence,
  })
  const movedMessages = createMovedMessages({ connection, changes, files, clock })
  const planTexts = createPlanTexts(connection)
  const sharedViews = createSharedViews({ changes, clock, planText: planTexts.find })
  const medicines = createMedicinesStore(connection)
  const planDocuments = createPlanDocuments(() => boards)
  const minutesDocuments = createMinutesDocuments(() => boards)
  const meetingFigures = createMeetingFigures({ changes, reader, clock })
  const treatmentRules = createRulesInForce(createRulesStore(connection), (error) =>
    logger.error({ name: (error as Error).name }, 'interaction rules not read again'),
  )

  const parts: Parts = {
    ...{ clock, logger, changes, reader, accounts, sessions, teams, access, casesOf, partsOf },
    ...{ teamLeaving, replacements },
    ...{ readMarks, drafts, audit, reads, files, movedMessages },
    ...{ planDocuments, minutesDocuments, meetingFigures, planTexts, medicines, treatmentRules, sharedViews },
  }
  const handlers = commandHandlers(parts, () => boards)
  const execute = watchCommands(
    createCommandExecutor({
      changes,
      handlers,
      requireAccess,
      hasRoom: options.hasRoom,
      identifiedCase: createCaseFinder(reader, changes, audit, limits),
      takesEffect: effect.ofChange,
      clock,
    }),
    { logger, budget, onHandled: metrics.onCommand },
  )

  const notifications = createNotifications({
    connection,
    changes,
    clock,
    logger,
    ...(options.push ? { push: { ...options.push, onSent: metrics.onPush } } : {}),
    ...(mail ? { mail } : {}),
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
  const watchedJobs = watchJobs([...jobDefinitions(parts, notifications), ...(kept?.jobs ?? [])], {
    clock,
    onRun: metrics.onJob,
  })
  const jobs = createJobs({ ...{ connection, logger, clock }, jobs: watchedJobs.jobs })

  const documentPassages = createDocumentPassages({ db: db as never, boards: () => boards, logger })
  const documentDoors = auditedDocuments(parts, documentAccess(parts, options.hasRoom))
  const boards = createBoardServer({
    db: db as never,
    fence,
    doorbell: nodes.boardDoorbell,
    presenceChannel: nodes.presenceChannel,
    onStored: ({ name }) => documentPassages.touch(name),
    node,
    clock,
    logger,
    allowedOrigins: isOurOrigin,
    authenticate: sessions.authenticate,
    hasRoom: options.hasRoom,
    ...documentDoors,
    onRefused: (refusal) => {
      metrics.onBoardRefused(refusal.closeCode)
      documentDoors.onRefused?.(refusal)
    },
    onInsert: metrics.onBoardInsert,
    onHandled: metrics.onBoardHandled,
  })

  const erasures = createErasures({
    ...{ changes, files, movedMessages, drafts, planTexts, audit },
    boards: () => boards,
    passages: () => documentPassages,
  })

  const accesses = createAccesses({
    ...{ db: db as never, access, account: accounts.find, recordRead: reads.record },
  })
  const also = { boards, documentPassages, notifications, accesses, limits, db: db as never }
  const queryHandlers: QueryHandlers = createQueryHandlers({ ...parts, ...also })

  const readiness = async (): Promise<Readiness> => {
    const redis = nodes.redisAnswers
    const checks = {
      staying: departure.isStaying,
      database: await options.databaseAnswers(),
      indexes: changes.ready && boards.ready,
    }
    // Without Redis it serves as well, by polling: taking every server away would help nobody.
    const ok = checks.staying && checks.database && checks.indexes
    return { ok, checks: { ...checks, ...(redis === undefined ? {} : { redis }) } }
  }
  const isReady = async () => (await readiness()).ok
  const http = createHttp({
    ...{ logger, clientFolder, proxies: options.proxies, metricsToken: options.metricsToken },
    demoAccounts: options.demoAccounts,
    budget,
    metrics: metrics.text,
    onHandled: metrics.onRequest,
    onRefused: (code) => metrics.onRefused('http', code),
    readiness,
    api: [
      ...entry.openRouters,
      authenticated(sessions.authenticate),
      fenced(fence),
      ...entry.ownRouters,
      files.router,
      notifications.router,
      accessesRouter({
        ...{ accesses, audit, perAccount, clock },
        professionWord: (profession) => valueWord(profession, 'fr'),
      }),
      meetingFiguresRouter({
        ...{ figures: meetingFigures, perAccount },
        professionWord: (profession) => valueWord(profession, 'fr'),
      }),
      apiRoutes({ execute, queryHandlers, perAccount }),
      exportRoutes({
        ...{ changes, access, partsOf, clock, audit, fence },
        // Each reads a whole case and its files.
        perAccount: limits('export', 20, 600),
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
    fence,
    viewers: nodes.viewers,
    ...(nodes.socketAdapter ? { adapter: nodes.socketAdapter } : {}),
    onRefused: (code) => metrics.onRefused('socket', code),
  })
  // After the gateway: by then a change has gone out.
  changes.onChange((change, origin) => observing.follow(change, origin, gateway.isWatched(change.stream)))
  boards.attach(server)
  server.on('upgrade', (request, socket) => {
    // Neither of the two that take upgrades would ever answer.
    if (!/^\/(socket\.io|yjs)\//.test(request.url ?? '')) socket.destroy()
  })
  followSessions(parts, open)
  const departure = createDeparture(server, [gateway.sendAway, (ms, signal) => boards.sendAway(ms, signal)])
  metrics.watch({
    isReady,
    databaseAnswers: options.databaseAnswers,
    log: changes.figures,
    boards: () => boards.figures(),
    sockets: () => gateway.connections,
    jobs: () => watchedJobs.lastSuccess,
    nodes,
    folders: { ...options.watchedFolders, ...(folder === undefined ? {} : { audit: folder }) },
  })

  return {
    server,
    http,
    changes,
    boards,
    accounts,
    teams,
    execute,
    // Asked for by hand, a job sees what was answered before, as one that comes by the clock soon would.
    jobs: {
      async runNow(name) {
        await changes.listed()
        await jobs.runNow(name)
      },
    },
    audit,
    proveByPassword: entry.proveByPassword,
    markRead: readMarks.mark,
    metrics: metrics.text,
    start: async () => {
      await nodes.start()
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
    depart: async (times, signal) => {
      departure.announce()
      // Without a proxy whoever is sent away could only come back here.
      if (options.proxies === 0 || signal.aborted) return
      if (await livesAnother(db as never, node).catch(() => false)) await departure.depart(times, signal)
    },
    stop: async () => {
      departure.closeDoors()
      await jobs.stop()
      await treatmentRules.stop()
      // What is asked is answered first; a connection that asks nothing, or reads nothing, does not hold this up.
      const impatient = setInterval(() => server.closeAllConnections(), STOPPING_MS)
      // The port counts as closed only when the last socket of a board is.
      const closing = new AbortController()
      await Promise.all([gateway.stop().finally(() => closing.abort()), closeBoards(boards, closing.signal)])
      clearInterval(impatient)
      await documentPassages.stop()
      await boards.stop()
      server.closeAllConnections()
      await readMarks.stop()
      await drafts.stop()
      await audit.stop()
      await changes.stop()
      // Until here it had to know what is stored elsewhere.
      sessions.stop()
      await nodes.stop()
      await kept?.keepHeads()
    },
  }
}
