import { Transform } from 'node:stream'
import type { RequestHandler } from 'express'
import type { Fence } from '../fence.ts'

/** Has a request wait while this node may not know who has lost access. @throws unavailable where it waits too long */
export function fenced(fence: Pick<Fence, 'passed'>): RequestHandler {
  return async (_request, _response, next) => {
    await fence.passed()
    next()
  }
}

/** What takes long on its way out: it goes on only while this node would know that access to it has ended. */
export function behind(fence: Pick<Fence, 'isOpen' | 'opened'>): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (fence.isOpen) return done(null, chunk)
      void fence.opened().then(() => done(null, chunk))
    },
  })
}
