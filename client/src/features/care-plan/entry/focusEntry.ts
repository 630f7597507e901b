/** A frame for the document to be read again, and a few more for the page. */
const MOST_FRAMES = 10

/** Puts the keyboard into the first field of an entry, once it is on the page. */
export function focusEntry(id: string, frames = MOST_FRAMES): void {
  requestAnimationFrame(() => {
    const field = document.querySelector<HTMLElement>(`#plan-entry-${id} textarea`)
    if (field) field.focus()
    else if (frames > 0) focusEntry(id, frames - 1)
  })
}
