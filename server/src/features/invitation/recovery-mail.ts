/**
 * The two mails about a lost password. Like the daily one they say nothing of patients, and are in French, as the house
 * speaks.
 */
interface MailText {
  readonly subject: string
  readonly text: string
}

export const recoveryMail = (link: string): MailText => ({
  subject: 'Colloque : choisir un nouveau mot de passe',
  text: [
    'Bonjour,',
    '',
    'Quelqu’un, vous sans doute, a demandé un nouveau mot de passe pour votre compte Colloque.',
    'Ce lien sert une fois, pendant une heure :',
    '',
    link,
    '',
    'Si ce n’est pas vous, ne faites rien : votre mot de passe reste le même.',
    '',
  ].join('\n'),
})

export const recoveryNotice = ({
  by,
  resetSecondFactor,
}: {
  readonly by: string
  readonly resetSecondFactor: boolean
}): MailText => ({
  subject: 'Colloque : un lien de récupération de votre compte',
  text: [
    'Bonjour,',
    '',
    `${by} a créé un lien qui permet de choisir un nouveau mot de passe pour votre compte Colloque, et vous le remettra.`,
    ...(resetSecondFactor ? ['Ce lien retire aussi votre second facteur.'] : []),
    'Il sert une fois, pendant un jour, et ferme toutes vos sessions.',
    '',
    'Si vous n’avez rien demandé, prévenez tout de suite votre équipe.',
    '',
  ].join('\n'),
})
