/** Longest name of a file in the archive, its number and ending included: some systems stop at 255 bytes. */
const LONGEST = 100

/**
 * The name of a file as it stands in the archive: no path, nothing hidden, nothing that a shell or another system
 * reads as more than a name. The number makes it its own.
 * @param number from 1
 */
export function safeName(number: number, name: string): string {
  const said = name
    .normalize('NFC')
    .replace(/[^\p{L}\p{N} ._-]+/gu, '_')
    .replace(/\.{2,}/g, '.')
    .replace(/^[. ]+|(?<![. ])[. ]+$/g, '')
  const dot = said.lastIndexOf('.')
  const ending = dot > 0 && said.length - dot <= 10 ? said.slice(dot) : ''
  const stem = said.slice(0, said.length - ending.length).slice(0, LONGEST - ending.length - 8)
  return `${String(number).padStart(4, '0')}-${stem === '' ? 'fichier' : stem}${ending}`
}
