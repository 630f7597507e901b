/** What the editor of a text of a co-edited document knows and draws. */
import type { Extensions } from '@tiptap/core'
import Collaboration from '@tiptap/extension-collaboration'
import CollaborationCaret from '@tiptap/extension-collaboration-caret'
import StarterKit from '@tiptap/starter-kit'
import type { Awareness } from 'y-protocols/awareness'
import type * as Y from 'yjs'
import { isAllowedLink } from '../composing/richWords.ts'
import { checklists } from './checklists.ts'
import { keptNodes } from './keptNodes.ts'
import { presenceColour } from './presenceColour.ts'

/**
 * @param awareness none where nobody may write: then nobody has a caret
 * @param labelOf what the box of a checklist is called, from its words
 */
export function textExtensions(
  fragment: Y.XmlFragment,
  awareness: Awareness | undefined,
  labelOf: (words: string) => string,
): Extensions {
  return [
    StarterKit.configure({
      // The shared text brings its own.
      undoRedo: false,
      // It would write an empty paragraph into every card that is merely opened.
      trailingNode: false,
      link: {
        openOnClick: false,
        defaultProtocol: 'https',
        isAllowedUri: isAllowedLink,
        HTMLAttributes: { target: '_blank', rel: 'noopener noreferrer nofollow' },
      },
    }),
    ...checklists(labelOf),
    ...keptNodes,
    Collaboration.configure({ fragment }),
    ...(awareness
      ? [
          CollaborationCaret.configure({
            provider: { awareness },
            // The server writes who one is.
            user: {},
            render: drawCaret,
            selectionRender: ({ id }: Record<string, unknown>) => ({
              class: 'shared-selection',
              style: `--person: ${presenceColour(String(id ?? ''))}`,
            }),
          }),
        ]
      : []),
  ]
}

/** A caret with its person's name. */
function drawCaret(user: Record<string, unknown>): HTMLElement {
  const caret = document.createElement('span')
  caret.className = 'shared-caret'
  caret.style.setProperty('--person', presenceColour(String(user['id'] ?? '')))
  const name = document.createElement('span')
  name.className = 'shared-caret-name'
  name.textContent = String(user['name'] ?? '')
  caret.append(name)
  return caret
}
