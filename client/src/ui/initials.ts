/** « Dr Anne-Laure Petit » → « AP ». A title is no initial. */
export function initials(name: string): string {
  const words = name
    .replace(/^(dr|pr|mme|m\.|mlle)\.?\s+/i, '')
    .split(/\s+/)
    .filter(Boolean)
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words
  return ends.map((word) => [...(word ?? '')][0]?.toLocaleUpperCase('fr') ?? '').join('')
}
