/** An entry of apt's sources that could also hold another Debian release: a mirror's address and its keyring, if named. */
export interface Mirror {
  readonly uri: string
  readonly signedBy?: string
}

interface Source {
  readonly types: string[]
  readonly uris: string[]
  readonly suites: string[]
  readonly components: string[]
  readonly signedBy: string | undefined
}

/**
 * The mirrors of Debian's main archive among the machine's sources, the likeliest first.
 * @param files contents of sources.list (one line each) and *.sources (paragraphs, deb822), see sources.list(5)
 * @param codename the machine's own release, such as `bookworm`
 */
export function debianMirrors(files: { name: string; text: string }[], codename: string): Mirror[] {
  const sources = files.flatMap(({ name, text }) =>
    name.endsWith('.sources') ? parseParagraphs(text) : parseLines(text),
  )
  const suites = new Set([codename, 'stable', 'oldstable'])
  const mirrors = new Map<string, Mirror>()
  for (const { types, uris, suites: offered, components, signedBy } of sources) {
    if (!types.includes('deb') || !components.includes('main')) continue
    if (!offered.some((suite) => suites.has(suite))) continue
    for (const uri of uris.filter((uri) => /^(https?|mirror\+\w+|file|copy):/.test(uri))) {
      const plain = uri.replace(/(?<!\/)\/+$/, '')
      mirrors.set(plain, { uri: plain, ...(signedBy === undefined ? {} : { signedBy }) })
    }
  }
  return [...mirrors.values()].sort((a, b) => likelihood(b) - likelihood(a))
}

/** Other archives name a release and `main` too. The signature decides in the end; this only saves attempts. */
function likelihood({ uri, signedBy }: Mirror): number {
  if (signedBy?.includes('debian-archive') === true) return 3
  if (/[./]debian\.org\b/.test(uri)) return 2
  return uri.endsWith('/debian') ? 1 : 0
}

function parseLines(text: string): Source[] {
  return text.split('\n').flatMap((line) => {
    const match = /^\s*(deb|deb-src)\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)\s*([^#]*)/.exec(line)
    if (match === null) return []
    const [, type = '', options = '', uri = '', suite = '', components = ''] = match
    const signedBy = /(?:^|\s)signed-by=(\S+)/i.exec(options)?.[1]
    return [{ types: [type], uris: [uri], suites: [suite], components: words(components), signedBy }]
  })
}

function parseParagraphs(text: string): Source[] {
  const lines = text.split('\n').filter((line) => !line.startsWith('#'))
  return lines
    .join('\n')
    .split(/\n\s*\n/)
    .flatMap((paragraph) => {
      const fields = new Map<string, string>()
      let last = ''
      for (const line of paragraph.split('\n')) {
        const field = /^([\w-]+):\s*(.*)$/.exec(line)
        if (field !== null) last = (field[1] ?? '').toLowerCase()
        fields.set(last, `${fields.get(last) ?? ''} ${field === null ? line : (field[2] ?? '')}`)
      }
      if (/^\s*(no|false|0|off|without|disable)\s*$/i.test(fields.get('enabled') ?? '')) return []
      const list = (name: string) => words(fields.get(name) ?? '')
      const signedBy = list('signed-by').find((word) => word.startsWith('/'))
      return [
        {
          types: list('types'),
          uris: list('uris'),
          suites: list('suites'),
          components: list('components'),
          signedBy,
        },
      ]
    })
}

function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '')
}
