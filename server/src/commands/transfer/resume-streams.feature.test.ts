import { setTimeout as wait } from 'node:timers/promises'
import { expect, it, vi } from 'vitest'
import { startTestHouse } from '../../testing/test-house.ts'
import { resumeStreams } from './resume-streams.ts'

it('a stream that does not hold fails the import once no other is written any more', async () => {
  const house = await startTestHouse()
  try {
    const { application, connection } = house
    const nurse = await house.person('Anne', 'nurse')
    const broken = await house.openCase(nurse)
    await house.openCase(nurse)
    const db = connection.db as never as Parameters<typeof resumeStreams>[1]
    await db.collection('changes').updateOne({ stream: `case:${broken}`, seq: 1 }, { $set: { by: 'other' } })
    const streams = await db.collection('changes').distinct('stream')

    const changes: typeof application.changes = {
      ...application.changes,
      async catchUp(stream) {
        await wait(300)
        return application.changes.catchUp(stream)
      },
    }
    const onStream = vi.fn<() => void>()
    const { signal } = new AbortController()
    await expect(resumeStreams({ ...application, changes }, db, { signal, onStream })).rejects.toThrow(
      `case:${broken} does not verify from change 1 on`,
    )
    expect(onStream).toHaveBeenCalledTimes(streams.length - 1)
  } finally {
    await house.stop()
  }
})
