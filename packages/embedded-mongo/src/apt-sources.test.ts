import { expect, test } from 'vitest'
import { debianMirrors } from './apt-sources.ts'

const deb822 = {
  name: 'debian.sources',
  text: `Types: deb
# a comment between fields
URIs: http://deb.debian.org/debian/
Suites: bookworm bookworm-updates
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Types: deb
URIs: http://deb.debian.org/debian-security
Suites: bookworm-security
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
`,
}

test('finds the main archive in deb822 paragraphs, not the security one', () => {
  expect(debianMirrors([deb822], 'bookworm')).toEqual([
    { uri: 'http://deb.debian.org/debian', signedBy: '/usr/share/keyrings/debian-archive-keyring.gpg' },
  ])
})

test('finds it in one-line entries with options, and passes over other archives and commented lines', () => {
  const text = `
# deb http://old.example/debian bookworm main
deb-src http://source.example/debian bookworm main
deb cdrom:[Debian 12]/ bookworm main
deb [arch=amd64 signed-by=/etc/apt/keyrings/docker.asc] https://docker.example/linux/debian bookworm stable
deb https://cloud.example/apt cloud-sdk-bookworm main
deb [ arch=amd64 ] https://mirror.example/debian bookworm main contrib # ours
`
  expect(debianMirrors([{ name: 'sources.list', text }], 'bookworm')).toEqual([
    { uri: 'https://mirror.example/debian' },
  ])
})

test("puts the likeliest first: Debian's keyring, then Debian's host, then the name", () => {
  const text = `deb https://third.example/apt bookworm main
deb https://mirror.example/debian bookworm main
deb http://ftp.fr.debian.org/debian bookworm main`
  expect(debianMirrors([{ name: 'sources.list', text }, deb822], 'bookworm').map(({ uri }) => uri)).toEqual([
    'http://deb.debian.org/debian',
    'http://ftp.fr.debian.org/debian',
    'https://mirror.example/debian',
    'https://third.example/apt',
  ])
})

test('passes over paragraphs that are disabled, reads continued lines and inline keys', () => {
  const text = `Enabled: no
Types: deb
URIs: http://off.example/debian
Suites: bookworm
Components: main

Types: deb deb-src
URIs: http://one.example/debian
 http://two.example/debian
Suites: bookworm
Components: main
Signed-By:
 -----BEGIN PGP PUBLIC KEY BLOCK-----
 .
 abc/def
 -----END PGP PUBLIC KEY BLOCK-----
`
  expect(debianMirrors([{ name: 'x.sources', text }], 'bookworm').map(({ uri }) => uri)).toEqual([
    'http://one.example/debian',
    'http://two.example/debian',
  ])
})
