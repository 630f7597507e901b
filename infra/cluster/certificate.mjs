import { existsSync } from 'node:fs'
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { run } from '../lib/run.mjs'
import { PlainError } from '../lib/say.mjs'

const A_DAY = String(24 * 60 * 60)

/**
 * A certificate of this machine's own for localhost, kept and made anew before it runs out. Browsers warn of it once.
 *
 * @param {string} folder
 * @param {string} openssl the program
 * @returns {Promise<{ certificate: string, pem: string }>} files: the certificate, and the certificate with its key
 * @throws {PlainError} when it cannot be made
 */
export async function ensureCertificate(folder, openssl) {
  const [certificate, key, pem] = ['certificate.pem', 'key.pem', 'proxy.pem'].map((name) =>
    path.join(folder, name),
  )
  if (
    existsSync(pem) &&
    (await run(openssl, ['x509', '-checkend', A_DAY, '-noout', '-in', pem], { capture: true })).code === 0
  )
    return { certificate, pem }
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const made = await run(
    openssl,
    [
      ...[
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:prime256v1',
        '-noenc',
        '-days',
        '90',
      ],
      ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1,IP:::1'],
      ...['-keyout', key, '-out', certificate],
    ],
    { capture: true },
  )
  if (made.code !== 0) throw new PlainError(`openssl could not make a certificate:\n${made.output}`)
  await writeFile(pem, (await readFile(certificate, 'utf8')) + (await readFile(key, 'utf8')), { mode: 0o600 })
  await chmod(key, 0o600)
  return { certificate, pem }
}
