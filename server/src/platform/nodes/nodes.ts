import type { mongo } from 'mongoose'
import type { BoardDoorbell, BoardPresenceChannel } from '../boards/index.ts'
import type { Doorbell, LogSink } from '../change-log/index.ts'
import { createFence, type Fence } from '../fence.ts'
import { createRateLimits, type RateLimits } from '../http/limits.ts'
import { createConfirmations, type Confirmations, type Fact } from './confirmations.ts'
import { createBoardDoorbell, createLogDoorbell, createPresenceChannel } from './doorbells.ts'
import { houseId } from './house-id.ts'
import { createLimitStore } from './limit-store.ts'
import { createRedisLink, NO_LINK } from './redis-link.ts'
import { createSocketAdapter } from './socket-adapter.ts'
import { createViewersElsewhere, type ViewersElsewhere } from './viewers.ts'

/** What a server has to do with the others of its house. Without Redis they hear of each other by polling. */
export interface Nodes {
  readonly fence: Fence
  readonly doorbell: Doorbell
  readonly boardDoorbell: BoardDoorbell
  readonly presenceChannel: BoardPresenceChannel
  readonly viewers: ViewersElsewhere
  readonly limits: RateLimits
  /** Undefined where rooms end at this node. */
  readonly socketAdapter: ReturnType<typeof createSocketAdapter> | undefined
  /** Whether Redis answers; undefined where there is none. */
  readonly redisAnswers: boolean | undefined
  confirmations(options: {
    otherNodes(): Promise<readonly string[]>
    learn(fact: Fact): Promise<void>
  }): Confirmations
  /** Connects to Redis, now or later. */
  start(): Promise<void>
  stop(): Promise<void>
}

export function createNodes(options: {
  readonly db: mongo.Db
  /** Name of this server: a UUID. */
  readonly node: string
  readonly redisUrl: string | undefined
  readonly logger: LogSink
  /** Under which keys of rate limits are hashed, the same on all nodes. */
  readonly secret: Buffer
}): Nodes {
  const { db, node, redisUrl, logger, secret } = options
  const link = redisUrl === undefined ? NO_LINK : createRedisLink({ url: redisUrl, logger })
  const fence = createFence()
  return {
    fence,
    doorbell: createLogDoorbell(link, node),
    boardDoorbell: createBoardDoorbell(link, node),
    presenceChannel: createPresenceChannel(link, node),
    viewers: createViewersElsewhere(link, node),
    limits: createRateLimits(redisUrl === undefined ? undefined : createLimitStore(link, secret)),
    socketAdapter: redisUrl === undefined ? undefined : createSocketAdapter(link, fence),
    get redisAnswers() {
      return redisUrl === undefined ? undefined : link.connected
    },
    confirmations: (asked) => createConfirmations({ link, node, ...asked }),
    start: async () => link.start(`colloque:${await houseId(db)}:`),
    stop: () => link.stop(),
  }
}
