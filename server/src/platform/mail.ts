/** The way out for mails. They pass through servers that are not ours: no word of a patient goes into one. */
import { createTransport, type Transporter } from 'nodemailer'
import { isLoopback } from './configuration.ts'

export interface MailSettings {
  /** smtp or smtps, with the account where one is needed. Never logged. */
  readonly smtpUrl: string
  readonly from: string
  /** Of the house, without a slash at its end. */
  readonly address: string
  /** What became of a mail; for metrics. */
  readonly onSent?: (result: 'sent' | 'failed') => void
}

export interface Mail {
  /** An address alone. */
  readonly to: string
  readonly subject: string
  readonly text: string
  /** By which a second copy is known; without it the transport makes one. */
  readonly id?: string
  readonly date?: Date
}

/** @throws what nodemailer throws: EENVELOPE and EMESSAGE are of this mail, the rest of the way out */
export type SendMail = (mail: Mail) => Promise<void>

export function createMailer({ smtpUrl, from, address, onSent }: MailSettings): SendMail {
  const transport = createTransport({
    url: smtpUrl,
    // A mail may hold a link that lets somebody in: it leaves this machine encrypted or not at all.
    requireTLS: !isLoopback(smtpUrl),
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 20_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  } as never) as Transporter
  return async ({ to, subject, text, id, date }) => {
    const sending = transport.sendMail({
      from,
      to: { name: '', address: to },
      subject,
      text,
      headers: { 'Auto-Submitted': 'auto-generated' },
      ...(id === undefined ? {} : { messageId: `<${id}@${new URL(address).hostname}>` }),
      ...(date === undefined ? {} : { date }),
    })
    sending.then(
      () => onSent?.('sent'),
      () => onSent?.('failed'),
    )
    await sending
  }
}
