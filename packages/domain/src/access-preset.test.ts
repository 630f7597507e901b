import { expect, it } from 'vitest'
import { presetOf } from './access-preset.ts'
import { PERMISSIONS, type Permission } from './care-circle.ts'
import { PROFESSIONS, type Profession } from './profession.ts'

/** Written out, so that whoever changes who may what sees it here. */
const EVERYBODY: readonly Permission[] = [
  ...(['case.read', 'case.edit', 'circle.manage', 'message.post', 'message.arrange'] as const),
  ...([
    'board.write',
    'task.create',
    'task.work',
    'flag.raise',
    'plan.edit',
    'shared.read',
    'shared.write',
  ] as const),
]
const MEASURES: readonly Permission[] = ['measurement.record']
const RECORDS: readonly Permission[] = [...MEASURES, 'medication.record']
const PRESCRIBES: readonly Permission[] = [
  ...RECORDS,
  ...(['medication.prescribe', 'flag.decide', 'alert.setAside', 'act.delegate', 'threshold.set'] as const),
]
const BESIDES: Readonly<Record<Exclude<Profession, 'homeHelp'>, readonly Permission[]>> = {
  physician: [...PRESCRIBES, 'plan.sign'],
  advancedPracticeNurse: PRESCRIBES,
  midwife: PRESCRIBES,
  nurse: RECORDS,
  medicalAssistant: RECORDS,
  pharmacist: [...RECORDS, 'alert.setAside'],
  physiotherapist: MEASURES,
  speechTherapist: MEASURES,
  podiatrist: MEASURES,
  dietitian: MEASURES,
  occupationalTherapist: MEASURES,
  psychologist: MEASURES,
  socialWorker: MEASURES,
  careNavigator: MEASURES,
  medicalSecretary: [],
  coordinator: [],
}
const inOrder = (permissions: readonly Permission[]) =>
  PERMISSIONS.filter((permission) => permissions.includes(permission))

it.each(Object.entries(BESIDES))(
  'a %s sees the whole case, and does there what their trade may',
  (of, besides) => {
    expect(presetOf(of as Profession)).toEqual({
      view: 'case',
      permissions: inOrder([...EVERYBODY, ...besides]),
    })
  },
)

it.each(['homeHelp', null] as const)('%s sees what is shared, and writes there', (of) => {
  expect(presetOf(of)).toEqual({ view: 'shared', permissions: ['shared.read', 'shared.write'] })
})

it('nobody is left out', () => {
  expect([...Object.keys(BESIDES), 'homeHelp'].sort()).toEqual(Object.keys(PROFESSIONS).sort())
})
