import { Writable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { createLogger } from './logger.ts'

/** A line as it is written. */
function written(write: (logger: ReturnType<typeof createLogger>) => void): string {
  const lines: string[] = []
  const to = new Writable({
    write: (line: Buffer, _encoding, done) => {
      lines.push(line.toString())
      done()
    },
  })
  write(createLogger('info', to))
  return lines.join('')
}

describe('a line about an error', () => {
  // As the driver of MongoDB makes them: with what was being written, in the message and beside it.
  const error = Object.assign(new TypeError('dup key: { text: "Psittakopoulos" }'), {
    code: 11_000,
    keyValue: { text: 'Psittakopoulos' },
    writeErrors: [{ err: { op: { after: { text: 'Psittakopoulos' } } } }],
    cause: new Error('Psittakopoulos'),
  })

  it('says what it is and where, and nothing that it quotes', () => {
    const line = written((logger) => logger.error({ err: error }, 'projecting failed'))
    expect(line).not.toContain('Psittakopoulos')
    expect(JSON.parse(line)).toMatchObject({
      msg: 'projecting failed',
      err: { name: 'TypeError', code: 11_000, stack: expect.stringContaining('logger.test.ts') },
    })
  })

  it('whose message looks like a place in the code says nothing of it either', () => {
    const odd = new Error('x\n    at home Psittakopoulos\n  at Psittakopoulos:1:2')
    expect(written((logger) => logger.warn({ err: odd }, 'x'))).not.toContain('Psittakopoulos')
  })

  it('that is none says nothing of it', () => {
    expect(written((logger) => logger.error({ err: 'Psittakopoulos' }, 'x'))).not.toContain('Psittakopoulos')
  })
})
