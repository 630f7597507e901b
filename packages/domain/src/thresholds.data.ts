/**
 * Thresholds that hold where a case has none of its own, in the language of those who use them. To be looked at by the
 * prescriber for each patient: they organise who is told, they decide nothing.
 */
import type { ReadingKind } from './measurement.ts'
import type { Profession } from './profession.ts'
import type { Crossing, AlertLevel, ThresholdContent, ThresholdRule } from './threshold.ts'

export type DefaultThreshold = ThresholdContent & {
  /** Where it comes from, as it is shown. */ readonly source: string
}

const PRESCRIBING: Profession[] = ['physician', 'advancedPracticeNurse']
const WITH_NURSES: Profession[] = [...PRESCRIBING, 'nurse']
const WITH_PHARMACIST: Profession[] = [...WITH_NURSES, 'pharmacist']

const rule = (
  key: string,
  level: AlertLevel,
  crossing: Crossing,
  conduct: string,
  professions: Profession[] = WITH_NURSES,
): ThresholdRule => ({ key, level, crossing, conduct, professions })

export const DEFAULT_THRESHOLDS: Readonly<Record<ReadingKind, DefaultThreshold>> = {
  weight: {
    // ESC, heartfailurematters.org; HFA self-care, 2020. Weight loss from 70 on: HAS 2021, one criterion of malnutrition.
    source: 'ESC/HFA 2020 ; HAS 2021 (dénutrition, 70 ans et plus)',
    target: null,
    rules: [
      rule(
        'prise-rapide',
        'today',
        { is: 'gain', value: 2, days: 3 },
        'Plus de 2 kg en 3 jours : chercher essoufflement, œdèmes, fatigue (EPOF) et appeler le médecin le jour même.',
      ),
      rule(
        'perte-un-mois',
        'notice',
        { is: 'lossPercent', value: 5, days: 31 },
        'Perte de 5 % en un mois : chercher une dénutrition, en parler au médecin et au diététicien.',
        [...WITH_NURSES, 'dietitian'],
      ),
      rule(
        'perte-six-mois',
        'notice',
        { is: 'lossPercent', value: 10, days: 183 },
        'Perte de 10 % en six mois : chercher une dénutrition, en parler au médecin et au diététicien.',
        [...WITH_NURSES, 'dietitian'],
      ),
    ],
  },
  bloodPressure: {
    // Home: mean from 135/85 (rule of 3: 18 values); office 140/90; severe 180/110.
    source: 'SFHTA 2021 (automesure) ; 180/110 : usage',
    target: null,
    rules: [
      rule(
        'severe',
        'urgent',
        { is: 'atOrAbove', value: 180, value2: 110 },
        'Reprendre après cinq minutes de repos. Si elle reste à 180/110 : contact médical le jour même, sans attendre s’il y a une douleur ou un trouble.',
      ),
      rule(
        'basse',
        'today',
        { is: 'below', value: 90 },
        'Chercher malaise, chute, déshydratation ; revoir les médicaments qui abaissent la tension.',
      ),
      rule(
        'moyenne-domicile',
        'notice',
        { is: 'meanAtOrAbove', value: 135, value2: 85, days: 3, atLeast: 12 },
        'Moyenne à domicile au-dessus de 135/85 : à revoir en consultation.',
        PRESCRIBING,
      ),
    ],
  },
  pulse: {
    source: 'usage',
    target: null,
    rules: [
      rule(
        'rapide',
        'today',
        { is: 'atOrAbove', value: 121 },
        'Au-dessus de 120 au repos : reprendre, chercher fièvre, essoufflement, palpitations ; appeler le médecin.',
      ),
      rule(
        'lent',
        'today',
        { is: 'below', value: 50 },
        'Au-dessous de 50 au repos : chercher malaise et médicaments qui ralentissent ; appeler le médecin.',
      ),
    ],
  },
  temperature: {
    source: 'usage ; 38 °C en cas d’immunodépression : à régler pour la personne',
    target: null,
    rules: [
      rule(
        'fievre',
        'today',
        { is: 'atOrAbove', value: 38.5 },
        'Chercher la cause ; appeler le médecin le jour même si la personne est fragile.',
      ),
      rule(
        'froid',
        'today',
        { is: 'below', value: 35 },
        'Reprendre la mesure ; réchauffer, appeler le médecin.',
      ),
    ],
  },
  inr: {
    // Conduct outside the target: HAS and GEHT, April 2008, for a target of 2 to 3.
    source: 'HAS/GEHT, avril 2008 (cible 2 à 3)',
    target: { from: 2, to: 3 },
    rules: [
      rule(
        'dix',
        'urgent',
        { is: 'atOrAbove', value: 10 },
        'INR à 10 ou plus : arrêt de l’AVK, 5 mg de vitamine K par la bouche, avis médical immédiat. Saignement : appeler le 15.',
        WITH_PHARMACIST,
      ),
      rule(
        'six',
        'urgent',
        { is: 'atOrAbove', value: 6 },
        'INR de 6 à moins de 10 : arrêt de l’AVK, 1 à 2 mg de vitamine K par la bouche sur avis médical, INR le lendemain. Saignement : appeler le 15.',
        WITH_PHARMACIST,
      ),
      rule(
        'quatre',
        'today',
        { is: 'atOrAbove', value: 4 },
        'INR de 4 à moins de 6 : sauter une prise, pas de vitamine K, INR le lendemain ; chercher la cause.',
        WITH_PHARMACIST,
      ),
      rule(
        'un-et-demi',
        'today',
        { is: 'below', value: 1.5 },
        'INR bien au-dessous de la cible : oubli ? nouvelle interaction ? Adapter la dose et contrôler dans les jours qui suivent.',
        WITH_PHARMACIST,
      ),
    ],
  },
  glucose: {
    source: 'ADA/SFD ; usage',
    target: null,
    rules: [
      rule(
        'tres-basse',
        'urgent',
        { is: 'below', value: 0.54 },
        'Hypoglycémie sévère : sucre tout de suite si la personne avale, sinon appeler le 15. Reprendre après 15 minutes.',
      ),
      rule(
        'basse',
        'today',
        { is: 'below', value: 0.7 },
        'Hypoglycémie : 15 g de sucre, reprendre après 15 minutes ; chercher repas sauté ou dose trop forte.',
      ),
      rule(
        'haute',
        'today',
        { is: 'atOrAbove', value: 3 },
        'Reprendre, chercher des corps cétoniques, une infection, un oubli ; contact médical le jour même.',
      ),
    ],
  },
  spo2: {
    source: 'usage ; BPCO : à régler à 88 % pour la personne',
    target: null,
    rules: [
      rule(
        'basse',
        'urgent',
        { is: 'below', value: 92 },
        'Vérifier le capteur et reprendre. Essoufflement au repos ou moins de 88 % : appeler le 15.',
      ),
    ],
  },
  pain: {
    source: 'usage',
    target: null,
    rules: [
      rule(
        'forte',
        'today',
        { is: 'atOrAbove', value: 7 },
        'Douleur forte : chercher ce qui a changé ; revoir l’antalgique avec le prescripteur.',
      ),
    ],
  },
  hba1c: {
    // HAS 2013: 7 % for most, 8 % where frail, below 9 % for dependent elderly people.
    source: 'HAS 2013 : 7 % le plus souvent, 8 % si fragile, moins de 9 % si dépendant',
    target: { from: 4, to: 8 },
    rules: [
      rule(
        'haute',
        'notice',
        { is: 'atOrAbove', value: 9 },
        'Au-dessus de l’objectif le plus large : revoir le traitement, les repas et les gestes avec la personne.',
        [...WITH_NURSES, 'dietitian'],
      ),
    ],
  },
  potassium: {
    source: 'CBIP Folia ; usage',
    target: { from: 3.5, to: 5 },
    rules: [
      rule(
        'tres-haute',
        'urgent',
        { is: 'atOrAbove', value: 6.1 },
        'Plus de 6 mmol/L : avis médical immédiat, ECG ; revoir IEC, ARA2, potassium, anti-aldostérone.',
        WITH_PHARMACIST,
      ),
      rule(
        'haute',
        'today',
        { is: 'atOrAbove', value: 5.6 },
        'Plus de 5,5 mmol/L : avis le jour même ; revoir les médicaments qui montent le potassium.',
        WITH_PHARMACIST,
      ),
      rule(
        'basse',
        'today',
        { is: 'below', value: 3.5 },
        'Moins de 3,5 mmol/L : revoir diurétiques et laxatifs ; attention à la digoxine.',
        WITH_PHARMACIST,
      ),
    ],
  },
  creatinine: {
    source: 'usage (bloqueurs du système rénine-angiotensine)',
    target: null,
    rules: [
      rule(
        'montee',
        'today',
        { is: 'risePercent', value: 30, days: 92 },
        'Montée de plus de 30 % : revoir les doses, les AINS, l’hydratation.',
        WITH_PHARMACIST,
      ),
    ],
  },
}
