import { FILE_MAX_BYTES } from '@colloque/domain'
import { expect, it } from 'vitest'
import { fileTypeOf, prepareFile } from './attachments.ts'

const file = (name: string, type: string, size = 3) => new File([new Uint8Array(size)], name, { type })

it('takes documents as they are, by their ending where the device knows no type', async () => {
  expect(await prepareFile(file('bilan.odt', ''), true)).toMatchObject({
    name: 'bilan.odt',
    blob: { type: 'application/vnd.oasis.opendocument.text', size: 3 },
  })
  expect(fileTypeOf({ name: 'PHOTO.JPG', type: '' })).toBe('image/jpeg')
})

it.each([
  ['type', file('outil.exe', 'application/x-msdownload')],
  ['type', file('page.html', 'text/html')],
  ['empty', file('vide.pdf', 'application/pdf', 0)],
  ['too_large', file('gros.pdf', 'application/pdf', FILE_MAX_BYTES + 1)],
])('says why it cannot go: %s', async (why, given) => {
  expect(await prepareFile(given, false)).toMatchObject({ why, name: given.name })
})

it('gives a file a name that the server takes', async () => {
  const picked = await prepareFile(file(`a\u202eb${'c'.repeat(300)}.pdf`, 'application/pdf'), false)
  expect(picked.name).toMatch(/^a_bc+\.pdf$/)
  expect(picked.name).toHaveLength(200)
})
