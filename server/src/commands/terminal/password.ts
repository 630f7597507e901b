import { createInterface } from 'node:readline/promises'
import { text } from 'node:stream/consumers'
import { Writable } from 'node:stream'
import { SignInSchema } from '@colloque/contract'
import { PASSWORD_MIN } from '../../features/session/password-rules.ts'
import { CommandError } from './command-error.ts'

/**
 * A new password: asked twice without echo on a terminal, else all of standard input without its last line end.
 * Never an argument: those are shown to every user of the machine.
 * @throws CommandError when the two differ, or when nobody could sign in with it
 */
export async function readNewPassword(signal: AbortSignal): Promise<string> {
  const password = process.stdin.isTTY ? await askTwice(signal) : await fromInput()
  if (password.length < PASSWORD_MIN)
    throw new CommandError(`The password needs ${PASSWORD_MIN} characters or more: nothing was changed.`)
  if (!SignInSchema.shape.password.safeParse(password).success)
    throw new CommandError('The password is too long to sign in with: nothing was changed.')
  return password
}

async function fromInput(): Promise<string> {
  const password = (await text(process.stdin)).replace(/\r?\n$/, '')
  if (password === '')
    throw new CommandError(
      'There is no password on standard input, and no terminal to ask on: nothing was changed.',
    )
  if (/[\r\n]/.test(password))
    throw new CommandError('The password on standard input has several lines: nothing was changed.')
  return password
}

async function askTwice(signal: AbortSignal): Promise<string> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const terminal = createInterface({ input: process.stdin, output: silent, terminal: true })
  // In raw mode Ctrl-C reaches the line editor, not the process.
  terminal.on('SIGINT', () => process.kill(process.pid, 'SIGINT'))
  const ask = async (prompt: string): Promise<string> => {
    process.stderr.write(prompt)
    const answer = await terminal.question('', { signal })
    process.stderr.write('\n')
    return answer
  }
  try {
    const password = await ask(`Password, ${PASSWORD_MIN} characters or more: `)
    if (password !== (await ask('The same again: ')))
      throw new CommandError('The two passwords differ: nothing was changed.')
    return password
  } finally {
    terminal.close()
  }
}
