import { FILE_MAX_MEGABYTES } from '@colloque/domain'
import { useMediaQuery } from '@vueuse/core'
import { ref, watch, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { useAnnouncer } from '../announcer.ts'
import { useFormat } from '../format.ts'
import { FILES_MOST, prepareFile, type AttachmentProblem, type PickedFile } from './attachments.ts'

const MEGABYTE = 1024 * 1024

/** Taking files from a dialog, a paste or a drop; each that cannot go is told, the others go. Call in setup. */
export function useAttachments(files: Ref<readonly PickedFile[]>) {
  const { t } = useI18n({ useScope: 'global' })
  const format = useFormat()
  const announcer = useAnnouncer()
  const isPhone = useMediaQuery('(width < 64rem), (pointer: coarse)')
  const reading = ref(0)
  const problems = ref<readonly string[]>([])

  function sentence(problem: AttachmentProblem): string {
    const { name } = problem
    if (problem.why !== 'too_large')
      return t(`composing.file.problem.${problem.why}`, { name, most: FILES_MOST })
    const n = format.value.number(problem.bytes / MEGABYTE, undefined, { maximumFractionDigits: 1 })
    const key = problem.isPicture ? 'photoTooLarge' : 'tooLarge'
    return t(`composing.file.problem.${key}`, { name, n, most: FILE_MAX_MEGABYTES })
  }

  async function take(given: Iterable<File>): Promise<void> {
    problems.value = []
    reading.value++
    try {
      for (const file of given) {
        const picked: PickedFile | AttachmentProblem =
          files.value.length >= FILES_MOST
            ? { why: 'too_many', name: file.name }
            : await prepareFile(file, isPhone.value)
        if ('why' in picked) problems.value = [...problems.value, sentence(picked)]
        else {
          files.value = [...files.value, picked]
          announcer.announce(t('composing.file.added', { name: picked.name }))
        }
        if ('why' in picked && picked.why === 'too_many') break
      }
    } finally {
      reading.value--
    }
  }

  // Sent: what could not go with it is no longer asked about.
  watch(files, (now, before) => {
    if (now.length === 0 && before.length > 0) problems.value = []
  })

  const remove = (fileId: string) => {
    files.value = files.value.filter((file) => file.fileId !== fileId)
    problems.value = []
  }

  /** Takes the files of a paste or drop. @returns whether there were any */
  function takeFrom(transfer: DataTransfer | null): boolean {
    const given = [...(transfer?.files ?? [])]
    // A spreadsheet puts a picture of its cells beside their text: the text is meant.
    if (given.length === 0 || transfer?.types.includes('text/plain')) return false
    void take(given)
    return true
  }

  return { reading, problems, take, takeFrom, remove }
}
