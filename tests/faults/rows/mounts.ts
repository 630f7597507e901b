/** Small file systems of the tests' own: only root may have them, and only where the machine lets it. */
import { execFile } from 'node:child_process'
import { copyFile, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

export interface Mounted {
  /** Where it is mounted. */
  readonly folder: string
  unmount(): Promise<void>
}

/** @returns why this machine cannot mount; undefined where it can */
export async function whyNoMounts(): Promise<string | undefined> {
  if (process.platform !== 'linux') return 'file systems are mounted on Linux alone'
  if (process.getuid?.() !== 0) return 'only root may mount a file system'
  try {
    await (await mountMemory(1)).unmount()
    return undefined
  } catch {
    return 'this machine lets nobody mount a file system'
  }
}

/** A file system in memory. @param megabytes its size */
export async function mountMemory(megabytes: number): Promise<Mounted> {
  const folder = await mkdtemp(join(tmpdir(), 'colloque-disk-'))
  await run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'none', folder])
  return {
    folder,
    async unmount() {
      await run('umount', ['--lazy', folder])
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/**
 * A disk whose power can be cut: ext4 in a file. What a program has written and not had synced is in the memory of
 * that file system alone, not in the file; so a copy of the file is what a disk would hold after a cut.
 */
export interface Disk extends Mounted {
  /**
   * Copies what is on the disk at one moment. Nothing may write meanwhile.
   * @returns the copy's path
   */
  copy(): Promise<string>
  /** Takes the disk away and puts that copy in its place, as a machine finds it that starts again. */
  replaceBy(copy: string): Promise<void>
}

/** @throws where the machine has no loop devices */
export async function mountDisk(megabytes: number): Promise<Disk> {
  const home = await mkdtemp(join(tmpdir(), 'colloque-power-'))
  const folder = join(home, 'mounted')
  let copies = 0
  let image = join(home, 'disk')
  await writeFile(image, '')
  await truncate(image, megabytes * 2 ** 20)
  await run('mkfs.ext4', ['-q', image])
  await run('mkdir', [folder])
  // By itself it would write what is unsynced every 5 s: the less it does, the more a cut takes.
  const mount = () => run('mount', ['-o', 'loop,commit=60', image, folder])
  await mount()

  /** Writes that the disk has seen: unchanged over a copy, the copy is of one moment. */
  async function writes(): Promise<string> {
    const { stdout } = await run('losetup', ['-j', image, '-O', 'NAME', '-n'])
    return (await readFile(`/sys/block/${stdout.trim().replace('/dev/', '')}/stat`, 'utf8'))
      .trim()
      .split(/\s+/)
      .slice(4, 7)
      .join(' ')
  }

  return {
    folder,
    async copy() {
      const target = join(home, `copy-${++copies}`)
      for (let attempt = 1; attempt <= 20; attempt++) {
        const before = await writes()
        await copyFile(image, target)
        if ((await writes()) === before) return target
      }
      throw new Error('the disk is never at rest')
    },
    async replaceBy(copy) {
      await run('umount', [folder])
      await rm(image)
      image = copy
      await mount()
    },
    async unmount() {
      await run('umount', ['--lazy', folder])
      await rm(home, { recursive: true, force: true })
    },
  }
}
