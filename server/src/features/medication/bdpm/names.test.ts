import { expect, test } from 'vitest'
import { strengthInName } from './strength.ts'
import { writtenSubstance } from './written-substance.ts'

test.each([
  ['PARACÉTAMOL', 'paracétamol'],
  ['CLAVULANIQUE (ACIDE)', 'acide clavulanique'],
  ['ACÉTYLSALICYLIQUE (ACIDE)', 'acide acétylsalicylique'],
  ['QUÉTIAPINE (HÉMIFUMARATE DE)', 'quétiapine'],
  ["BROMURE D'IPRATROPIUM MONOHYDRATÉ", 'ipratropium'],
  ['CHLORHYDRATE DE TRAMADOL', 'tramadol'],
  ['LÉVOTHYROXINE SODIQUE ANHYDRE', 'lévothyroxine'],
  ['SODIUM (VALPROATE DE)', 'valproate de sodium'],
  ['CITRATE DE SODIUM', 'citrate de sodium'],
  ['CHLORURE DE POTASSIUM', 'chlorure de potassium'],
  ['PHOSPHATE MONOPOTASSIQUE', 'phosphate monopotassique'],
  ['FUMARATE DE DIMÉTHYLE', 'fumarate de diméthyle'],
  ['METOPROLOL', 'métoprolol'],
])('%s is « %s »', (official, name) => {
  expect(writtenSubstance(official)).toBe(name)
})

test.each([
  ['DOLIPRANE 1000 mg, comprimé', '1000 mg'],
  ['COVERAM 5 mg/10 mg, comprimé', '5 mg/10 mg'],
  ['DIAMICRON 2,5 mg, comprimé', '2,5 mg'],
  ['LASILIX 10 mg/ml, solution buvable', '10 mg/ml'],
  ['XARELTO 15 mg + 20 mg, comprimé pelliculé', '15 mg + 20 mg'],
  ['UVEDOSE 50 000 UI, capsule molle', '50 000 UI'],
  ['A 313 200 000 UI POUR CENT, pommade', '200 000 UI POUR CENT'],
  ['AUGMENTIN 1 g/125 mg, poudre (rapport : 8/1)', '1 g/125 mg'],
  ['VITAMINE B12, solution', null],
  ['PREVENAR 13 suspension injectable', null],
])('the strength of %s is %s', (name, strength) => {
  expect(strengthInName(name)).toBe(strength)
})
