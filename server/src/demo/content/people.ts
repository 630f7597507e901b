import type { DemoPerson } from '../scenario.ts'

/** The invented house of an invented small town. Telephone numbers are those that France keeps for fiction. */
export const HOUSE: { readonly name: string; readonly people: readonly DemoPerson[] } = {
  name: 'Maison de santé des Trois Saules, Saint-Orvan-les-Prés',
  people: [
    {
      key: 'helene',
      name: 'Hélène Castaing',
      email: 'helene.castaing@trois-saules.example',
      profession: 'physician',
      phone: '05 36 49 12 01',
    },
    {
      key: 'youssef',
      name: 'Youssef Tahiri',
      email: 'youssef.tahiri@trois-saules.example',
      profession: 'physician',
      phone: '05 36 49 12 02',
    },
    {
      key: 'maelle',
      name: 'Maëlle Le Gallic',
      email: 'maelle.le-gallic@trois-saules.example',
      profession: 'nurse',
      phone: '06 39 98 40 11',
    },
    {
      key: 'samuel',
      name: 'Samuel Adjovi',
      email: 'samuel.adjovi@trois-saules.example',
      profession: 'nurse',
      phone: '06 39 98 40 12',
    },
    {
      key: 'linh',
      name: 'Linh Phan',
      email: 'linh.phan@trois-saules.example',
      profession: 'pharmacist',
      phone: '05 36 49 12 20',
    },
    {
      key: 'carole',
      name: 'Carole Wozniak',
      email: 'carole.wozniak@trois-saules.example',
      profession: 'socialWorker',
      phone: '05 36 49 12 31',
    },
    {
      key: 'rui',
      name: 'Rui Esteves',
      email: 'rui.esteves@trois-saules.example',
      profession: 'physiotherapist',
      phone: '05 36 49 12 40',
    },
    {
      key: 'josiane',
      name: 'Josiane Maurel',
      email: 'josiane.maurel@trois-saules.example',
      profession: 'medicalSecretary',
      phone: '05 36 49 12 00',
    },
    {
      key: 'nadia',
      name: 'Nadia Ferhat',
      email: 'nadia.ferhat@trois-saules.example',
      profession: 'coordinator',
      phone: '05 36 49 12 50',
    },
  ],
}

/** A nurse of another town, in no circle of any case: whoever signs in as her sees nobody's story. */
export const OUTSIDER: DemoPerson = {
  key: 'elsa',
  name: 'Elsa Vandamme',
  email: 'elsa.vandamme@val-de-brume.example',
  profession: 'nurse',
  phone: '03 53 01 77 08',
}
export const OUTSIDER_HOUSE = 'Maison de santé du Val-de-Brume'

/** The daughter of somebody of whom the house takes care: she sees what the circle shares with her. */
export const RELATIVE = {
  caseKey: 'raymond',
  name: 'Odile Lafargue',
  email: 'odile.lafargue@famille.example',
  profession: null,
  phone: '06 39 98 71 20',
} as const
