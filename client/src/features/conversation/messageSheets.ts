/** The sheets that are opened from a message: one at a time, loaded when first asked for. */
import { inject, provide, ref, shallowRef, type InjectionKey, type Ref } from 'vue'
import type { StreamMessage } from './stream.ts'

export const SHEETS = [
  'task',
  'card',
  'flag',
  'agenda',
  'move',
  'erase',
  'versions',
  'seen',
  'close',
] as const
export type SheetName = (typeof SHEETS)[number]

interface MessageSheets {
  readonly current: Readonly<Ref<{ readonly name: SheetName; readonly message: StreamMessage } | undefined>>
  readonly open: Ref<boolean>
  show(name: SheetName, message: StreamMessage): void
}

const key: InjectionKey<MessageSheets> = Symbol('sheets of a message')

export function provideMessageSheets(): MessageSheets {
  const current = shallowRef<{ name: SheetName; message: StreamMessage }>()
  const open = ref(false)
  const sheets = {
    current,
    open,
    show(name: SheetName, message: StreamMessage) {
      current.value = { name, message }
      open.value = true
    },
  }
  provide(key, sheets)
  return sheets
}

/** @throws outside a conversation */
export function useMessageSheets(): MessageSheets {
  const sheets = inject(key)
  if (!sheets) throw new Error('The sheets of a message are opened in a ConversationPane.')
  return sheets
}
