import type { SameKeys } from '../i18n.ts'

export const fr = {
  to: 'À :',
  everyone: 'tout le cercle',
  toWhom: 'À qui',
  toWhomNote:
    'Tout le cercle peut lire. Les personnes choisies sont sollicitées : cela arrive dans leur Accueil.',
  professions: 'Professions',
  persons: 'Personnes',
  askEveryone: 'S’adresser à tout le cercle',
  urgency: 'Urgence',
  routine: 'Courant',
  important: 'Important',
  urgent: 'Urgent',
  danger: 'Danger immédiat : appelez le 15',
  asked: 'Sera sollicité : | Sera sollicité : | Seront sollicités :',
  askedNobody: 'Personne d’autre n’est dans ce cercle avec un compte : téléphonez.',
  noPhone: 'téléphone non renseigné',
  photo: {
    notRead:
      'Cette photo ne peut pas être lue. Choisissez une image JPEG, PNG ou WebP. Votre texte est gardé.',
    shown: 'Photo {n}',
    remove: 'Retirer la photo {n}',
    add: 'Photo',
  },
}

export const en: SameKeys<typeof fr> = {
  to: 'To:',
  everyone: 'the whole circle',
  toWhom: 'To whom',
  toWhomNote: 'The whole circle can read. Those you choose are asked: it arrives on their home page.',
  professions: 'Professions',
  persons: 'People',
  askEveryone: 'Speak to the whole circle',
  urgency: 'Urgency',
  routine: 'Routine',
  important: 'Important',
  urgent: 'Urgent',
  danger: 'Immediate danger: call 15',
  asked: 'Will be asked: | Will be asked: | Will be asked:',
  askedNobody: 'Nobody else in this circle has an account: telephone.',
  noPhone: 'no telephone given',
  photo: {
    notRead: 'This photo cannot be read. Choose a JPEG, PNG or WebP picture. Your text is kept.',
    shown: 'Photo {n}',
    remove: 'Remove photo {n}',
    add: 'Photo',
  },
}
