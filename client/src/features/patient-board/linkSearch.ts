/** What a situation has that a card may show: found by words, the likeliest of each kind first. */
import type { BoardCard, LinkType } from '@colloque/board'
import { foldText } from '@colloque/domain'

export interface LinkChoice {
  readonly type: LinkType
  readonly id: string
  readonly label: string
}

/** Of each kind, so that none hides another. */
const MOST = 8

/**
 * @param groups of one kind each, the likeliest first
 * @param query words that must all begin a word of the label; none finds all
 * @returns the groups with something in them, what the card has already left out
 */
export function findLinks(
  groups: readonly (readonly LinkChoice[])[],
  query: string,
  links: BoardCard['links'],
): LinkChoice[][] {
  const linked = new Set(links.map(({ type, id }) => `${type}:${id}`))
  const words = foldText(query).split(' ').filter(Boolean)
  const isFound = ({ label }: LinkChoice) => {
    const there = foldText(label).split(' ')
    return words.every((word) => there.some((one) => one.startsWith(word)))
  }
  return groups
    .map((group) => {
      const found: LinkChoice[] = []
      for (const one of group) {
        if (found.length === MOST) break
        if (!linked.has(`${one.type}:${one.id}`) && isFound(one)) found.push(one)
      }
      return found
    })
    .filter((group) => group.length > 0)
}
