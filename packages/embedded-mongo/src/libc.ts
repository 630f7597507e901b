import { execFile } from 'node:child_process'
import { access, mkdir, mkdtemp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { debianMirrors } from './apt-sources.ts'
import { EmbeddedMongoError, HOW_TO_GET_AN_ENGINE } from './errors.ts'
import { realNode, type NodeCommand } from './launch.ts'

const run = promisify(execFile)

/** What the engine's binary asks for. */
const NEEDED_GLIBC = '2.38'
const SUITE = 'trixie'
const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg'

/** Where Debian puts the loader, by Node's name of the processor. */
const LAYOUTS: Record<string, { folder: string; loader: string } | undefined> = {
  x64: { folder: 'x86_64-linux-gnu', loader: 'ld-linux-x86-64.so.2' },
  arm64: { folder: 'aarch64-linux-gnu', loader: 'ld-linux-aarch64.so.1' },
}

/**
 * The command that runs Node for the engine: Node itself where the C library is new enough, else Node under the
 * loader of Debian 13's C library, which apt fetches into `cacheFolder` the first time. Nothing of the system changes.
 * @throws EmbeddedMongoError `engine_unavailable`
 */
export async function nodeForEngine(
  cacheFolder: string,
  onProgress: (text: string) => void,
): Promise<NodeCommand> {
  if (process.platform === 'darwin' && process.arch === 'arm64') return [realNode()]
  const layout = process.platform === 'linux' ? LAYOUTS[process.arch] : undefined
  const glibc = layout === undefined ? undefined : glibcVersion()
  if (layout === undefined || glibc === undefined) {
    throw unavailable(
      `there is no engine for ${process.platform} on ${process.arch}${layout ? ' without glibc' : ''}`,
    )
  }
  if (!isOlder(glibc, NEEDED_GLIBC)) return [realNode()]

  const libraries = join(await fetchedLibc(cacheFolder, layout, glibc, onProgress), 'usr/lib', layout.folder)
  return nodeUnder(libraries, layout)
}

/** Whether dotted version `a` comes before `b`, number by number. */
export function isOlder(a: string, b: string): boolean {
  const numbers = (version: string) => version.split('.').map(Number)
  const [left, right] = [numbers(a), numbers(b)]
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0)
    if (difference !== 0) return difference < 0
  }
  return false
}

/** The C library that this process runs with; undefined where it is not glibc. */
function glibcVersion(): string | undefined {
  // Without this the report asks the network for names, which takes seconds. The types do not know it yet.
  const report = process.report as typeof process.report & { excludeNetwork: boolean }
  const before = report.excludeNetwork
  report.excludeNetwork = true
  const { header } = report.getReport() as { header?: { glibcVersionRuntime?: string } }
  report.excludeNetwork = before
  return header?.glibcVersionRuntime
}

/** Debian 13's libraries come first, then the machine's own, for libstdc++. */
function nodeUnder(libraries: string, layout: { folder: string; loader: string }): NodeCommand {
  const path = [libraries, `/usr/lib/${layout.folder}`, `/lib/${layout.folder}`].join(':')
  return [join(libraries, layout.loader), '--library-path', path, realNode()]
}

/**
 * The unpacked libc6 in the cache. It gets its name only when it is complete and has run Node, by a rename: what is
 * there can be used, and of two processes that fetch at once the second throws its own away.
 */
async function fetchedLibc(
  cacheFolder: string,
  layout: { folder: string; loader: string },
  glibc: string,
  onProgress: (text: string) => void,
): Promise<string> {
  const cached = join(cacheFolder, `libc6-${SUITE}-${process.arch}`)
  if (await exists(cached)) return cached
  if (!(await exists('/usr/bin/apt-get')) || !(await exists(KEYRING))) {
    throw unavailable(
      `its engine needs glibc ${NEEDED_GLIBC}, this machine has ${glibc} and is not a Debian with apt-get`,
    )
  }
  const mirrors = debianMirrors(await readSources(), await codename())
  if (mirrors.length === 0) throw unavailable('no Debian mirror is named in /etc/apt')

  onProgress(
    `Fetching Debian 13's C library for the database engine (13 MB, once; this machine has glibc ${glibc})`,
  )
  await mkdir(cacheFolder, { recursive: true })
  const draft = await mkdtemp(join(cacheFolder, 'libc6-draft-'))
  try {
    const problems: string[] = []
    for (const { uri } of mirrors.slice(0, 3)) {
      try {
        await fetchLibc(draft, uri)
        const [program, ...args] = nodeUnder(join(draft, 'root/usr/lib', layout.folder), layout)
        await run(program, [...args, '--version'])
        await rename(join(draft, 'root'), cached).catch(async (error: unknown) => {
          if (!(await exists(cached))) throw error
        })
        return cached
      } catch (error) {
        problems.push(`${uri}: ${String((error as { stderr?: string }).stderr || error).trim()}`)
      }
    }
    throw unavailable(`Debian 13's libc6 could not be fetched (${problems.join('; ')})`)
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
}

/**
 * Downloads libc6 with apt and unpacks it to `<folder>/root`. The machine's own configuration (proxies, certificates,
 * credentials) holds, but for where apt keeps its state and for the hooks; apt checks signature and digest.
 */
async function fetchLibc(folder: string, mirror: string): Promise<void> {
  for (const part of ['lists/partial', 'cache/archives/partial', 'download', 'root']) {
    await mkdir(join(folder, part), { recursive: true })
  }
  await writeFile(join(folder, 'sources.list'), `deb [signed-by=${KEYRING}] ${mirror} ${SUITE} main\n`)
  await writeFile(join(folder, 'apt.conf'), aptConfiguration(folder))
  const apt = async (...args: string[]) =>
    run('/usr/bin/apt-get', ['-q', '-c', join(folder, 'apt.conf'), ...args], {
      cwd: join(folder, 'download'),
    })
  await apt('update')
  await apt('download', 'libc6')
  const [archive] = (await readdir(join(folder, 'download'))).filter((name) => name.endsWith('.deb'))
  if (archive === undefined) throw new Error('apt-get downloaded nothing')
  await run('/usr/bin/dpkg-deb', ['-x', join(folder, 'download', archive), join(folder, 'root')])
}

function aptConfiguration(folder: string): string {
  return [
    `Dir::Etc::sourcelist "${join(folder, 'sources.list')}";`,
    'Dir::Etc::sourceparts "-";',
    `Dir::State::lists "${join(folder, 'lists')}";`,
    `Dir::Cache "${join(folder, 'cache')}";`,
    'Acquire::Languages "none";',
    'Acquire::Retries "2";',
    'Acquire::AllowInsecureRepositories "false";',
    'APT::Get::AllowUnauthenticated "false";',
    // Otherwise a mirror that cannot be reached is only a warning.
    'APT::Update::Error-Mode "any";',
    // Hooks of the machine would refresh caches of the system.
    '#clear APT::Update::Pre-Invoke;',
    '#clear APT::Update::Post-Invoke;',
    '#clear APT::Update::Post-Invoke-Success;',
    '',
  ].join('\n')
}

async function readSources(): Promise<{ name: string; text: string }[]> {
  const parts = await readdir('/etc/apt/sources.list.d').catch(() => [] as string[])
  const names = ['/etc/apt/sources.list', ...parts.map((name) => `/etc/apt/sources.list.d/${name}`)]
  const files = names
    .filter((name) => /\.(list|sources)$/.test(name))
    .map(async (name) => ({ name, text: await readFile(name, 'utf8').catch(() => '') }))
  return Promise.all(files)
}

async function codename(): Promise<string> {
  const text = await readFile('/etc/os-release', 'utf8').catch(() => '')
  return /^VERSION_CODENAME="?(\w+)"?$/m.exec(text)?.[1] ?? ''
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}

function unavailable(reason: string): EmbeddedMongoError {
  return new EmbeddedMongoError('engine_unavailable', `${reason}. ${HOW_TO_GET_AN_ENGINE}`)
}
