/** Long enough for a browser to have taken it, on any machine. */
const KEPT_MS = 60_000

/** Hands a file to the browser, which saves it as it saves downloads. */
export function saveFile(file: Blob, name: string): void {
  const address = URL.createObjectURL(file)
  Object.assign(document.createElement('a'), { href: address, download: name }).click()
  setTimeout(() => URL.revokeObjectURL(address), KEPT_MS)
}
