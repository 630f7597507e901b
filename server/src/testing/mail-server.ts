/** A real SMTP server that keeps what it is handed. */
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

export interface ReceivedMail {
  readonly to: readonly string[]
  readonly raw: string
}

export interface MailServer {
  /** smtp://… */
  readonly url: string
  readonly mails: ReceivedMail[]
  stop(): Promise<void>
}

/** @param host an address of this machine */
export async function startMailServer(host = '127.0.0.1'): Promise<MailServer> {
  const mails: ReceivedMail[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, session, callback) => {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        const to = session.envelope.rcptTo.map(({ address }) => address)
        mails.push({ to, raw: decoded(Buffer.concat(parts).toString('latin1')) })
        callback()
      })
    },
  })
  await new Promise<void>((listening) => server.listen(0, host, listening))
  const { port } = server.server.address() as AddressInfo
  let stopped: Promise<void> | undefined
  return {
    url: `smtp://${host}:${port}`,
    mails,
    stop: () => (stopped ??= new Promise<void>((closed) => server.close(() => closed()))),
  }
}

/** Quoted-printable, as these mails are written. */
function decoded(raw: string): string {
  const bytes = raw
    .replaceAll('=\r\n', '')
    .replace(/=([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8')
}
