/** The first words of a text, without its line breaks. */
export function oneLine(text: string, length = 140): string {
  const flat = text.replace(/\s+/g, ' ').trim()
  if (flat.length <= length) return flat
  const end = flat.lastIndexOf(' ', length)
  return `${flat.slice(0, end > 0 ? end : length)}…`
}
