/** How many colours theme.css has for people, `--presence-0` and on. */
const COLOURS = 6

/** A person's colour, the same on every screen. A help for the eye: the name always stands beside it. */
export function presenceColour(accountId: string): string {
  let hash = 0
  for (const character of accountId) hash = (Math.imul(hash, 31) + character.charCodeAt(0)) >>> 0
  return `var(--presence-${hash % COLOURS})`
}
