/**
 * Classes that people name when they tell an allergy, in plain words and in the singular, and the ATC groups that hold
 * them (ATC classification of the WHO Collaborating Centre, Oslo). Only classes whose group is the class itself: no
 * cross-reaction is guessed at, so an allergy to penicillins says nothing of cephalosporins here.
 */
export const ALLERGY_CLASSES: Readonly<Record<string, readonly string[]>> = {
  penicilline: ['J01C'],
  cephalosporine: ['J01DB', 'J01DC', 'J01DD', 'J01DE', 'J01DI'],
  carbapeneme: ['J01DH'],
  betalactamine: ['J01C', 'J01D'],
  'beta lactamine': ['J01C', 'J01D'],
  macrolide: ['J01FA'],
  cycline: ['J01AA'],
  tetracycline: ['J01AA'],
  aminoside: ['J01G'],
  quinolone: ['J01M'],
  fluoroquinolone: ['J01MA'],
  sulfamide: ['J01EB', 'J01EC', 'J01ED', 'J01EE'],
  ains: ['M01A', 'M02AA'],
  'anti inflammatoire non steroidien': ['M01A', 'M02AA'],
  salicyle: ['N02BA', 'B01AC06'],
  statine: ['C10AA', 'C10BA', 'C10BX'],
  iec: ['C09A', 'C09B'],
  'inhibiteur de l enzyme de conversion': ['C09A', 'C09B'],
  sartan: ['C09C', 'C09D'],
  ara2: ['C09C', 'C09D'],
  'beta bloquant': ['C07', 'S01ED'],
  betabloquant: ['C07', 'S01ED'],
  benzodiazepine: ['N05BA', 'N05CD', 'N03AE'],
  opioide: ['N02A'],
  opiace: ['N02A'],
  morphinique: ['N02A'],
  heparine: ['B01AB'],
  insuline: ['A10A'],
  'produit de contraste iode': ['V08A', 'V08B'],
}
