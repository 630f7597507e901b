import { accessSync, constants, statSync } from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { run } from './run.mjs'
import { elapsed, say } from './say.mjs'

/**
 * What some tests, and `npm run cluster`, need beside the npm packages. `variable` tells the tests where the program is;
 * empty, that they have to skip. A person may set it to a program of their own.
 */
const TOOLS = [
  {
    variable: 'COLLOQUE_TEST_BROWSER',
    programs: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
    package: 'chromium',
    without: 'the journeys in a real browser are skipped',
  },
  {
    variable: 'COLLOQUE_TEST_REDIS',
    programs: ['redis-server', 'valkey-server'],
    package: 'redis-server',
    without: 'the tests of several servers with Redis are skipped',
  },
  {
    // Its library stands beside the program: it moves the clock of one process.
    variable: 'COLLOQUE_TEST_FAKETIME',
    programs: ['faketime'],
    package: 'faketime',
    without: 'the test of a clock that jumps is skipped',
  },
  {
    variable: 'COLLOQUE_TEST_PROXY',
    programs: ['haproxy', '/usr/sbin/haproxy'],
    package: 'haproxy',
    without: 'the tests of several servers behind a proxy are skipped',
  },
  {
    variable: 'COLLOQUE_TEST_OPENSSL',
    programs: ['openssl'],
    package: 'openssl',
    without: 'the tests of several servers behind a proxy are skipped',
  },
]

/**
 * The first of some programs that the PATH has.
 *
 * @param {string[]} programs names, or whole paths: what only root runs is on no PATH but root's
 * @returns {string} its full path, or '' where there is none
 */
export function findProgram(programs, searchPath = process.env.PATH ?? '') {
  const folders = searchPath.split(path.delimiter).filter(Boolean)
  for (const program of programs)
    for (const file of path.isAbsolute(program)
      ? [program]
      : folders.map((folder) => path.join(folder, program)))
      if (canRun(file)) return file
  return ''
}

function canRun(file) {
  try {
    accessSync(file, constants.X_OK)
    return statSync(file).isFile()
  } catch {
    return false
  }
}

/** The variables that tell the tests which programs there are, as far as nobody has set them. */
export const toolVariables = (env = process.env) =>
  Object.fromEntries(TOOLS.map((tool) => [tool.variable, env[tool.variable] ?? findProgram(tool.programs)]))

/**
 * Installs with apt what is missing, where this is Debian and we are root, and says what stays missing.
 *
 * @param {string[]} variables of the tools; by default of all that the tests want
 * @returns {Promise<Record<string, string>>} the variables for the tests
 */
export async function provideTools(variables = TOOLS.map((tool) => tool.variable)) {
  const missing = () =>
    TOOLS.filter((tool) => variables.includes(tool.variable) && !toolVariables()[tool.variable])
  const wanted = missing().filter((tool) => process.env[tool.variable] === undefined)
  if (wanted.length) await aptInstall(wanted.map((tool) => tool.package))
  for (const tool of missing()) say(`Without ${tool.package}: ${tool.without}.`)
  return toolVariables()
}

/** Asks apt for packages; whoever calls looks afterwards at what came of it. */
async function aptInstall(packages) {
  const names = packages.join(' ')
  if (!findProgram(['apt-get']))
    return say(`There is no apt-get here to install ${names} with: install it yourself.`)
  if (process.getuid?.() !== 0)
    return say(`Only root can install ${names}: run "apt-get install ${names}" as root, then this again.`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const apt = (...args) =>
    run('apt-get', ['-q', '-o', 'DPkg::Lock::Timeout=120', ...args], { env, capture: true })
  say('Reading the lists of Debian packages...')
  // A stale list names packages that the mirror has replaced since; an update that fails may leave one that works.
  await apt('update')
  for (const name of packages) {
    const from = performance.now()
    say(`Installing ${name} with apt-get...`)
    const { code, output } = await apt('install', '-y', '--no-install-recommends', name)
    if (code === 0) say(`Installed ${name} in ${elapsed(from)}.`)
    else say(`apt-get could not install ${name}:\n${lastLines(output, 8)}`)
  }
}

const lastLines = (text, count) => text.trimEnd().split('\n').slice(-count).join('\n')
