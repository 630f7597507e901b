/**
 * Every test begins with a demo house of its own, as a server leaves it that has just made it. Making one takes seconds
 * that copying it does not: within a run of the tests the first one is kept, and copied for the others.
 */
import { cp, mkdtemp, rename, rm } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder that lives as long as a run of the tests; without it every house is made anew. */
const HOUSES_VARIABLE = 'COLLOQUE_TEST_HOUSES'

/** The story is told up to this morning, and made anew when the morning may have gone on. */
const HALF_HOUR_MS = 30 * 60_000

/**
 * Fills an empty folder with a demo house.
 * @param make has a server make one in a folder, and ends it; asked for the first one only
 * @returns false where no house is kept, and the folder is empty still
 */
export async function copyDemoHouse(
  folder: string,
  make: (folder: string) => Promise<void>,
): Promise<boolean> {
  const houses = process.env[HOUSES_VARIABLE]
  if (!houses) return false
  const house = join(houses, String(Math.floor(Date.now() / HALF_HOUR_MS)))
  if (!existsSync(house)) {
    const made = await mkdtemp(join(houses, 'being-made-'))
    await make(made)
    // Of two that were made beside each other the first one stays.
    await rename(made, house).catch(() => rm(made, { recursive: true, force: true }))
  }
  await cp(house, folder, { recursive: true })
  return true
}

/** For as long as a run of the tests: see `HOUSES_VARIABLE`. @returns what ends it */
export async function keepDemoHouses(): Promise<() => Promise<void>> {
  const houses = await mkdtemp(join(tmpdir(), 'colloque-houses-'))
  process.env[HOUSES_VARIABLE] = houses
  return () => rm(houses, { recursive: true, force: true })
}
