import type { SameKeys } from '../i18n.ts'

export const fr = {
  password: 'Mot de passe',
  newPassword: 'Nouveau mot de passe',
  showPassword: 'Afficher le mot de passe',
  hidePassword: 'Masquer le mot de passe',
  rules:
    'Douze caractères ou plus. Quatre mots sans lien entre eux conviennent ; ni chiffre ni signe n’est exigé.',
  missing: 'Écrivez un mot de passe.',
  refused: {
    too_short: 'Trop court : il faut au moins {minimum} caractères.',
    too_long: 'Trop long : {maximum} caractères au plus.',
    common:
      'Ce mot de passe est parmi les plus courants : il serait deviné. Prenez plusieurs mots sans lien.',
    guessable: 'Ce mot de passe se devine trop vite. Ajoutez un ou deux mots sans lien avec les autres.',
    own_name: 'Il contient votre nom, votre adresse ou celui de votre équipe. Prenez d’autres mots.',
  },
}

export const en: SameKeys<typeof fr> = {
  password: 'Password',
  newPassword: 'New password',
  showPassword: 'Show the password',
  hidePassword: 'Hide the password',
  rules: 'Twelve characters or more. Four unrelated words will do; no digit or sign is required.',
  missing: 'Write a password.',
  refused: {
    too_short: 'Too short: at least {minimum} characters are needed.',
    too_long: 'Too long: at most {maximum} characters.',
    common: 'This password is among the most common: it would be guessed. Take several unrelated words.',
    guessable: 'This password is guessed too quickly. Add one or two words unrelated to the others.',
    own_name: 'It holds your name, your address or your team’s name. Take other words.',
  },
}
