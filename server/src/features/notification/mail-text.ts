/**
 * The one mail that people get: how much waits, and where. It passes through servers that are not ours, so that it says
 * nothing of whom it is about. In French, as the house speaks; an account has no language of its own.
 */
export interface MailText {
  readonly subject: string
  readonly text: string
}

/** @param address of the house, without a slash at its end */
export function mailText(count: number, address: string): MailText {
  const waits = count === 1 ? 'Une chose vous attend' : `${count} choses vous attendent`
  return {
    subject: `Colloque : ${waits.toLowerCase()}`,
    text: [
      'Bonjour,',
      '',
      `${waits} dans Colloque depuis plus d’un jour.`,
      `${count === 1 ? 'Pour la voir' : 'Pour les voir'} : ${address}/`,
      '',
      'Ce message part une fois par jour au plus, les jours ouvrés, et ne dit rien des personnes suivies.',
      'Pour ne plus le recevoir, ouvrez vos préférences dans Colloque.',
      '',
    ].join('\n'),
  }
}
