import process from 'node:process'

const OLDEST = [20, 19]

/** Ends the process with a sentence when this Node is too old to run the scripts. */
export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return
  console.error(
    `Colloque needs Node ${OLDEST.join('.')} or newer; this is ${process.version} (${process.execPath}).`,
  )
  process.exit(1)
}
