import { flushPromises } from '@vue/test-utils'
import { afterEach, expect, it } from 'vitest'
import { defineComponent, ref } from 'vue'
import { mountInApp } from '../testing/mountInApp.ts'
import { stepByKey, type Step } from './stepByKey.ts'
import StepButtons from './StepButtons.vue'

const List = defineComponent({
  components: { StepButtons },
  setup() {
    const lines = ref(['pain', 'lait', 'sel'])
    function move(line: string, by: Step) {
      const index = lines.value.indexOf(line)
      lines.value.splice(index, 1)
      lines.value.splice(index + by, 0, line)
    }
    const onKey = (event: KeyboardEvent, line: string) => stepByKey(event, (by) => move(line, by))
    return { lines, move, onKey }
  },
  template: `<ul><li v-for="(line, index) in lines" :key="line" @keydown="onKey($event, line)">
    <input :aria-label="line" />
    <StepButtons :up="'Monter ' + line" :down="'Descendre ' + line" :is-first="index === 0"
      :is-last="index === lines.length - 1" @move="move(line, $event)" />
  </li></ul>`,
})

let list: ReturnType<typeof mountInApp>
afterEach(() => list.unmount())
const labelled = (label: string) => list.get<HTMLElement>(`[aria-label="${label}"]`)
const order = () => list.findAll('input').map((input) => input.attributes('aria-label'))
const focused = () => document.activeElement?.getAttribute('aria-label')

it('keeps the keyboard on the button that moved the line, on the other where there is no further', async () => {
  list = mountInApp(List)
  labelled('Monter sel').element.focus()
  await labelled('Monter sel').trigger('click')
  await flushPromises()
  expect(order()).toEqual(['pain', 'sel', 'lait'])
  expect(focused()).toBe('Monter sel')
  await labelled('Monter sel').trigger('click')
  await flushPromises()
  expect(order()).toEqual(['sel', 'pain', 'lait'])
  expect(focused()).toBe('Descendre sel')
})

it('moves by Alt and an arrow, and leaves the keyboard where it was', async () => {
  list = mountInApp(List)
  labelled('pain').element.focus()
  await labelled('pain').trigger('keydown', { key: 'ArrowDown', altKey: true })
  await flushPromises()
  expect(order()).toEqual(['lait', 'pain', 'sel'])
  expect(focused()).toBe('pain')
  await labelled('pain').trigger('keydown', { key: 'ArrowDown' })
  expect(order()).toEqual(['lait', 'pain', 'sel'])
})
