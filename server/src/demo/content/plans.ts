import type { DemoPlan } from '../plan-scenario.ts'

/** Three plans at three stages: ready for the doctor, signed and changed since, still being written. */
// prettier-ignore
export const PLANS: readonly DemoPlan[] = [
  {
    caseKey: 'raymond',
    referent: 'helene',
    consent: { by: 'nadia', day: -12, how: 'oral', scope: 'L’équipe, ses deux enfants ; pas la voisine pour ce qui touche au cœur' },
    nextReview: 30,
    texts: [
      { section: 'situation', by: 'carole', day: -12, text: 'Veuf, vit seul avec sa chienne Ficelle. Séjour transformé en chambre, plus d’escalier. Fille à Montréal, fils à Mulhouse ; Mme Perrot, voisine, a les clés.' },
      { section: 'health', by: 'maelle', day: -11, text: 'Insuffisance cardiaque (FEVG 35 %), fibrillation atriale sous apixaban, rein fatigué. Vertiges au lever. Poids de référence : 71,5 kg.' },
      { section: 'supports', by: 'carole', day: -12, text: 'Aide à domicile (Sandrine), portage des repas, boîte à clés, passages infirmiers. APA en cours, GIR 5 contesté.' },
    ],
    objectives: [
      { key: 'rester', by: 'nadia', day: -12, text: 'Rester chez lui avec Ficelle : essai de trois mois', status: 'shared' },
      { key: 'boules', by: 'rui', day: -11, text: 'Retourner au boulodrome avant la fin de la saison', status: 'shared' },
      { key: 'audio', by: 'nadia', day: -10, text: 'Appareil auditif pour la tablette', status: 'notRetained', reason: '« Odile parle assez fort. » À reproposer dans trois mois.' },
    ],
    actions: [
      { objective: 'rester', by: 'samuel', day: -11, what: 'Pesée, œdèmes, essoufflement', when: 'lundi, mercredi, vendredi', who: { profession: 'nurse' } },
      { objective: 'rester', by: 'carole', day: -12, what: 'Recours sur le GIR', when: 'avant la fin du mois', who: { person: 'carole' } },
      { objective: 'boules', by: 'rui', day: -11, what: 'Marche dehors, jusqu’au banc puis au boulodrome', when: 'deux fois par semaine', who: { person: 'rui' } },
      { objective: 'rester', by: 'nadia', day: -10, what: 'Appel vidéo du dimanche', when: 'après 14 h', who: { words: 'Odile, sa fille' } },
    ],
    alerts: [
      { by: 'maelle', day: -11, sign: 'Deux kilos en trois jours, chevilles gonflées ou deux oreillers', conduct: 'Peser le jour même, ne pas attendre la tournée suivante', call: 'Le cabinet ; le 15 s’il étouffe' },
      { by: 'linh', day: -10, sign: 'Chute, ou saignement qui ne cède pas en dix minutes', conduct: 'Il prend un anticoagulant : le dire tout de suite', call: 'Le 15' },
    ],
    reviews: [{ by: 'nadia', day: -10, text: 'À la maison avec lui : tient à sa sieste, accepte les passages.', people: 'M. Lafargue, Nadia, Maëlle, Carole' }],
    submitted: { by: 'nadia', word: 'Tout le monde a relu ; il reste à trancher la surveillance du poids.' },
  },
  {
    caseKey: 'yvonne',
    referent: 'helene',
    consent: { by: 'maelle', day: -6, how: 'oral', scope: 'L’équipe et Gwenaëlle pour les INR, « pas mes humeurs »' },
    nextReview: 42,
    texts: [
      { section: 'situation', by: 'josiane', day: -6, text: 'Vit avec Lucien, son mari, non-voyant, dont elle est la seule aidante. Mme Bossard passe le soir. Belle-fille à trois heures de route.' },
      { section: 'health', by: 'maelle', day: -6, text: 'Fibrillation atriale sur rétrécissement mitral : AVK, INR cible 2 à 3. Deuil d’un fils, sertraline poursuivie. Épaule droite douloureuse.' },
    ],
    objectives: [
      { key: 'avc', by: 'maelle', day: -6, text: 'Un INR dans la cible, sans une case de plus à penser', status: 'shared' },
      { key: 'souffler', by: 'helene', day: -5, text: 'Un après-midi à elle par semaine', status: 'shared' },
    ],
    actions: [
      { objective: 'avc', by: 'maelle', day: -6, what: 'Coumadine le matin, donnée pendant le passage', when: 'tous les jours à 8 h', who: { profession: 'nurse' } },
      { objective: 'avc', by: 'linh', day: -6, what: 'Compter les comprimés à chaque délivrance', when: 'chaque boîte', who: { profession: 'pharmacist' } },
      { objective: 'souffler', by: 'helene', day: -5, what: 'Quelqu’un pour marcher avec Lucien', when: 'deux fois par semaine', who: { words: 'un bénévole du centre social' } },
    ],
    alerts: [
      { by: 'linh', day: -6, sign: 'Bleus, gencives ou nez qui saignent, selles noires', conduct: 'INR le jour même, ne pas attendre le jour prévu', call: 'Le cabinet, ou la pharmacie qui transmet' },
    ],
    reviews: [],
    signed: 'helene',
    since: { by: 'linh', sign: 'Plus de deux comprimés de paracétamol par jour', conduct: 'À cette dose l’INR monte : le dire avant le prochain contrôle', call: 'La pharmacie' },
  },
  {
    caseKey: 'rosa',
    referent: null,
    nextReview: null,
    texts: [
      { section: 'situation', by: 'carole', day: -5, text: 'Veuve depuis peu, logement humide, relogement demandé. Droits ouverts : C2S, réversion en cours.' },
      { section: 'health', by: 'samuel', day: -5, text: 'Ulcère veineux de jambe sous compression, diabète sous insuline. Allergie à la pénicilline.' },
    ],
    objectives: [
      { key: 'marche', by: 'samuel', day: -5, text: 'Aller au marché seule, dans ses chaussures du dimanche', status: 'proposed' },
    ],
    actions: [
      { objective: 'marche', by: 'samuel', day: -5, what: 'Pansement et compression', when: 'un jour sur deux', who: { profession: 'nurse' } },
    ],
    alerts: [],
    reviews: [],
  },
]
