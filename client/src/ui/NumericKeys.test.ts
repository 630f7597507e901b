import { expect, it } from 'vitest'
import { mountInApp } from '../testing/mountInApp.ts'
import NumericKeys from './NumericKeys.vue'

const fields = [
  { key: 'systolic', label: 'Systolique', unit: 'mmHg' },
  { key: 'weight', label: 'Poids', unit: 'kg', decimals: 1 },
]

function keypad() {
  const mounted = mountInApp(NumericKeys, {
    props: {
      fields,
      modelValue: {} as Record<string, number | null>,
      'onUpdate:modelValue': (modelValue: Record<string, number | null>) => mounted.setProps({ modelValue }),
    },
  })
  const tap = (text: string) =>
    mounted
      .findAll('button')
      .find((button) => button.text() === text)
      ?.trigger('click')
  return { mounted, tap, values: () => mounted.props('modelValue') as Record<string, number | null> }
}

it('enters digits in the field that has the focus', async () => {
  const { mounted, tap, values } = keypad()
  await tap('1')
  await tap('4')
  await tap('8')
  await mounted.findAll('input')[1]?.trigger('focus')
  for (const key of ['6', '1', ',', '4']) await tap(key)
  expect(values()).toEqual({ systolic: 148, weight: 61.4 })
})

it('has no comma where the field has none', () => {
  const { mounted } = keypad()
  const comma = mounted.findAll('button').find((button) => button.text() === ',')
  expect(comma?.attributes('disabled')).toBeDefined()
})

it('takes what a keyboard types, and only digits of it', async () => {
  const { mounted, values } = keypad()
  const input = mounted.findAll('input')[1]
  await input?.setValue('7x2,5')
  expect(values().weight).toBe(72.5)
  expect((input?.element as HTMLInputElement).value).toBe('72,5')
})

it('empties a field that is deleted', async () => {
  const { mounted, tap, values } = keypad()
  await tap('9')
  await mounted.get('[aria-label="Effacer le dernier chiffre"]').trigger('click')
  expect(values().systolic).toBeNull()
})
