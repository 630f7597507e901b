/** Checklists in a card's text: boxes that are ticked without leaving them, by mouse, finger or keyboard. */
import type { Extensions } from '@tiptap/core'
import { TaskItem, TaskList } from '@tiptap/extension-list'

/**
 * A tick of the library's own brings the caret into the text: on a phone the keyboard covers half the list, and the
 * keyboard's user is thrown out of it at each box. Here the focus stays on the box.
 */
const Check = TaskItem.extend({
  addNodeView() {
    const makeView = this.parent?.()
    if (!makeView) return null
    return (view) => {
      const made = makeView(view)
      ;(made.dom as HTMLElement).addEventListener(
        'change',
        (event) => {
          const box = event.target
          const at = view.getPos()
          // A box inside a box is its own listener's.
          if (!(box instanceof HTMLInputElement) || box.closest('li') !== made.dom || at === undefined) return
          event.stopPropagation()
          if (!view.editor.isEditable) {
            box.checked = !box.checked
            return
          }
          const { state } = view.editor
          view.editor.view.dispatch(state.tr.setNodeAttribute(at, 'checked', box.checked))
        },
        { capture: true },
      )
      return made
    }
  },
})

/** @param labelOf what a box is called for who cannot see it */
export function checklists(labelOf: (words: string) => string): Extensions {
  return [
    TaskList,
    Check.configure({ nested: true, a11y: { checkboxLabel: ({ textContent }) => labelOf(textContent) } }),
  ]
}
