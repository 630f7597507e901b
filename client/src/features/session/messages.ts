import type { SameKeys } from '../../platform/i18n.ts'

export const fr = {
  title: 'Connexion',
  intro: 'La coordination d’une équipe de soins autour d’une personne.',
  email: 'Adresse e-mail',
  password: 'Mot de passe',
  showPassword: 'Afficher le mot de passe',
  hidePassword: 'Masquer le mot de passe',
  signIn: 'Se connecter',
  enterAs: 'Entrer comme',
  demoNote: 'Démonstration : personnes et dossiers inventés.',
  orWithAccount: 'Ou avec un compte',
  wrong: 'Adresse ou mot de passe inconnu. Vérifiez les deux, puis recommencez.',
  emailMissing: 'Écrivez votre adresse e-mail.',
  passwordMissing: 'Écrivez votre mot de passe.',
}

export const en: SameKeys<typeof fr> = {
  title: 'Sign in',
  intro: 'Where a care team coordinates around one person.',
  email: 'E-mail address',
  password: 'Password',
  showPassword: 'Show the password',
  hidePassword: 'Hide the password',
  signIn: 'Sign in',
  enterAs: 'Enter as',
  demoNote: 'Demonstration: people and records are invented.',
  orWithAccount: 'Or with an account',
  wrong: 'Unknown address or password. Check both, then try again.',
  emailMissing: 'Write your e-mail address.',
  passwordMissing: 'Write your password.',
}
