import type { SameKeys } from '../i18n.ts'

export const fr = {
  domain: {
    medical: 'médical',
    psycho: 'psychologique',
    social: 'social',
    environment: 'environnement',
    medication: 'médicaments',
    autonomy: 'autonomie',
  },
  necessary: 'Nécessaire',
  possible: 'Possible',
  yes: 'oui',
  no: 'non',
  retained: 'nécessaire et possible',
  said: {
    necessary: 'nécessaire',
    unnecessary: 'pas nécessaire',
    possible: 'possible',
    impossible: 'pas possible',
  },
}

export const en: SameKeys<typeof fr> = {
  domain: {
    medical: 'medical',
    psycho: 'psychological',
    social: 'social',
    environment: 'environment',
    medication: 'medicines',
    autonomy: 'autonomy',
  },
  necessary: 'Necessary',
  possible: 'Possible',
  yes: 'yes',
  no: 'no',
  retained: 'necessary and possible',
  said: {
    necessary: 'necessary',
    unnecessary: 'not necessary',
    possible: 'possible',
    impossible: 'not possible',
  },
}
