import type { SameKeys } from '../../platform/i18n.ts'

export const fr = {
  title: 'Invitation',
  somebody: 'Un membre de l’équipe',
  toTeam: '{by} vous invite à rejoindre l’équipe « {house} ».',
  toCase: '{by} vous invite à suivre une situation avec l’équipe « {house} ».',
  toCaseAsRelative: '{by} vous invite à suivre une situation qui vous concerne, avec l’équipe « {house} ».',
  noPatientHere: 'Le nom de la personne n’est pas montré ici : vous le verrez une fois dans votre compte.',
  until: 'Ce lien est valable jusqu’au {when}, et ne sert qu’une fois.',
  account: 'Votre compte :',
  name: 'Votre nom, tel que les autres le liront',
  nameMissing: 'Écrivez votre nom.',
  byPasskey: 'Entrer avec une clé d’accès',
  passkeyWhy:
    'L’empreinte, le visage ou le code de votre appareil remplacent le mot de passe. Rien n’est à retenir.',
  orPassword: 'Ou avec un mot de passe',
  byPassword: 'Créer mon compte',
  thisDevice: 'Cet appareil',
  joinAs: 'Rejoindre comme {name}',
  forAnother:
    'Cette invitation est pour {email}, et vous êtes connecté comme {name}. Déconnectez-vous, puis rouvrez le lien.',
  home: 'Aller à l’accueil',
  hasAccount: 'L’adresse {email} a déjà un compte ici.',
  signInToAccept: 'Se connecter pour accepter',
  toSignIn: 'Aller à la connexion',
  retry: 'Réessayer',
  over: {
    unknown: {
      what: 'Ce lien n’est pas reconnu.',
      next: 'Il a peut-être été coupé en chemin : copiez-le en entier, ou demandez-en un autre à la personne qui vous l’a donné.',
      recoveryNext: 'Il a peut-être été coupé en chemin : copiez-le en entier, ou demandez-en un autre.',
    },
    used: {
      what: 'Ce lien a déjà servi.',
      next: 'Si c’était vous, connectez-vous. Sinon, prévenez tout de suite la personne qui vous l’a donné.',
      recoveryNext:
        'Si c’était vous, connectez-vous. Sinon, prévenez tout de suite la personne qui administre votre équipe.',
    },
    withdrawn: {
      what: 'Ce lien a été retiré ou remplacé.',
      next: 'Prenez le dernier que vous avez reçu, ou demandez-en un autre à la personne qui vous l’a donné.',
      recoveryNext: 'Prenez le dernier que vous avez reçu, ou demandez-en un autre.',
    },
    expired: {
      what: 'Ce lien n’est plus valable : son temps est passé.',
      next: 'Demandez-en un autre à la personne qui vous l’a donné.',
      recoveryNext: 'Demandez-en un autre : « Mot de passe oublié », à la connexion.',
    },
  },
  refusal: {
    sign_in_first: 'Cette adresse a maintenant un compte. Connectez-vous, puis rouvrez le lien.',
    of_another_account: 'Cette invitation est pour un autre compte que le vôtre.',
    no_profession:
      'Votre compte est celui d’un proche : il ne peut pas entrer dans une équipe. Demandez une invitation à une autre adresse.',
    passkey_refused: 'Cette clé d’accès n’a pas été acceptée. Recommencez, ou prenez un mot de passe.',
    has_account: 'Cette place est déjà prise : quelqu’un a accepté l’invitation.',
    already_in_circle: 'Vous êtes déjà de ce cercle de soins.',
    already_member: 'Vous êtes déjà de cette équipe.',
    person_objects: 'La personne suivie s’y est opposée. Voyez-le avec qui vous a invité.',
    consent_missing:
      'L’accord de la personne suivie n’est pas, ou plus, noté. Voyez-le avec qui vous a invité.',
  },
  passkeyProblem: {
    cancelled: 'Aucune clé d’accès n’a été créée. Recommencez, ou prenez un mot de passe.',
    address: 'Les clés d’accès demandent une adresse en https ou localhost. Prenez un mot de passe.',
    otherAddress: 'Ce serveur connaît ses clés d’accès sous une autre adresse. Prenez un mot de passe.',
    browser: 'Ce navigateur ne connaît pas les clés d’accès. Prenez un mot de passe.',
    known: 'Cet appareil a déjà une clé d’accès pour ce compte.',
    unable:
      'Cet appareil ne peut pas garder cette clé : il lui faut un verrouillage. Prenez un mot de passe.',
    failed: 'L’appareil n’a pas pu répondre. Recommencez, ou prenez un mot de passe.',
  },
  recovery: {
    title: 'Nouveau mot de passe',
    whose: 'Compte de {name} :',
    by: 'Ce lien vous a été donné par {name}.',
    resets:
      'Votre deuxième facteur sera retiré aussi : ni l’application de codes ni les codes de secours ne seront plus demandés.',
    follows: 'Toutes vos sessions ouvertes seront terminées.',
    act: 'Enregistrer le mot de passe',
    done: 'Mot de passe enregistré, et toutes vos sessions sont terminées. Connectez-vous avec le nouveau.',
  },
}

export const en: SameKeys<typeof fr> = {
  title: 'Invitation',
  somebody: 'A member of the team',
  toTeam: '{by} invites you to join the team “{house}”.',
  toCase: '{by} invites you to follow a case with the team “{house}”.',
  toCaseAsRelative: '{by} invites you to follow a case that concerns you, with the team “{house}”.',
  noPatientHere: 'The name of the person is not shown here: you will see it once in your account.',
  until: 'This link is good until {when}, and once.',
  account: 'Your account:',
  name: 'Your name, as others will read it',
  nameMissing: 'Write your name.',
  byPasskey: 'Enter with a passkey',
  passkeyWhy:
    'The fingerprint, face or code of your device takes the place of a password. Nothing to remember.',
  orPassword: 'Or with a password',
  byPassword: 'Make my account',
  thisDevice: 'This device',
  joinAs: 'Join as {name}',
  forAnother:
    'This invitation is for {email}, and you are signed in as {name}. Sign out, then open the link again.',
  home: 'Go home',
  hasAccount: 'The address {email} has an account here already.',
  signInToAccept: 'Sign in to accept',
  toSignIn: 'Go to sign-in',
  retry: 'Try again',
  over: {
    unknown: {
      what: 'This link is not recognised.',
      next: 'It may have been cut on its way: copy all of it, or ask whoever gave it to you for another.',
      recoveryNext: 'It may have been cut on its way: copy all of it, or ask for another.',
    },
    used: {
      what: 'This link has been used.',
      next: 'If that was you, sign in. Otherwise tell whoever gave it to you at once.',
      recoveryNext: 'If that was you, sign in. Otherwise tell whoever administers your team at once.',
    },
    withdrawn: {
      what: 'This link was withdrawn or replaced.',
      next: 'Take the last one you got, or ask whoever gave it to you for another.',
      recoveryNext: 'Take the last one you got, or ask for another.',
    },
    expired: {
      what: 'This link is over: its time has passed.',
      next: 'Ask whoever gave it to you for another.',
      recoveryNext: 'Ask for another: “Forgotten password”, where you sign in.',
    },
  },
  refusal: {
    sign_in_first: 'This address has an account now. Sign in, then open the link again.',
    of_another_account: 'This invitation is for another account than yours.',
    no_profession:
      'Your account is that of a relative: it cannot enter a team. Ask for an invitation to another address.',
    passkey_refused: 'This passkey was not accepted. Try again, or take a password.',
    has_account: 'This place is taken: somebody has accepted the invitation.',
    already_in_circle: 'You are in this care circle already.',
    already_member: 'You are in this team already.',
    person_objects: 'The person who is followed objected to it. See whoever invited you.',
    consent_missing:
      'The consent of the person who is followed is not noted, or no longer. See whoever invited you.',
  },
  passkeyProblem: {
    cancelled: 'No passkey was made. Try again, or take a password.',
    address: 'Passkeys need an address with https or localhost. Take a password.',
    otherAddress: 'This server knows its passkeys under another address. Take a password.',
    browser: 'This browser knows no passkeys. Take a password.',
    known: 'This device has a passkey for this account already.',
    unable: 'This device cannot keep this passkey: it needs a screen lock. Take a password.',
    failed: 'The device could not answer. Try again, or take a password.',
  },
  recovery: {
    title: 'New password',
    whose: 'Account of {name}:',
    by: 'This link was given to you by {name}.',
    resets:
      'Your second factor will be taken off too: neither the app of codes nor the recovery codes will be asked for.',
    follows: 'All your open sessions will be ended.',
    act: 'Save the password',
    done: 'Password saved, and all your sessions have ended. Sign in with the new one.',
  },
}
