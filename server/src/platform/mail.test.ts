import { afterEach, expect, it } from 'vitest'
import { startMailServer, type MailServer } from '../testing/mail-server.ts'
import { createMailer } from './mail.ts'

let server: MailServer
afterEach(() => server.stop())

const send = ({ url: smtpUrl }: MailServer) =>
  createMailer({ smtpUrl, from: 'Colloque <colloque@essais.example>', address: 'https://essais.example' })({
    to: 'ada@essais.example',
    subject: 'Un lien',
    text: 'https://essais.example/#secret',
  })

it('a mail is handed to a server of this machine as it is', async () => {
  server = await startMailServer()
  await send(server)
  expect(server.mails).toHaveLength(1)
})

it('to any other it goes encrypted or not at all', async () => {
  // Of this machine as well, and not one that the mailer takes for it.
  server = await startMailServer('127.0.0.2')
  await expect(send(server)).rejects.toThrow(/STARTTLS/)
  expect(server.mails).toEqual([])
})
