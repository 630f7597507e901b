/** What happened in a situation, each thing as one line in words, read off the entities as they stand. */
import type { DoneBy, EntityType } from '@colloque/domain'
import { useI18n } from 'vue-i18n'
import { caseAddress, flagAddress, medicationAddress, messageAddress, taskAddress } from '../addresses.ts'
import { useReadings } from '../readings.ts'
import { useWorkspace, type Present } from '../useWorkspace.ts'
import { momentOf, TOLD, type Told } from './momentOf.ts'
import { oneLine } from './oneLine.ts'

export interface NewsLine extends DoneBy {
  readonly key: string
  readonly caseId: string
  readonly text: string
  readonly icon: string
  readonly to: string
}

type Telling = readonly [sentence: string, words: Record<string, string>, icon: string, to: string]
type Teller<Type extends EntityType> = (entity: Present<Type>, caseId: string) => Telling | undefined

/** Call in setup. */
export function useNews() {
  const { t } = useI18n({ useScope: 'global' })
  const workspace = useWorkspace()
  const readings = useReadings()

  const nameOf = (accountId: string) => workspace.person(accountId)?.name ?? t('platform.news.someone')

  const tellers: { readonly [Type in Told]: Teller<Type> } = {
    message: ({ id, after }, caseId) => [
      after.kind === 'note' ? 'noted' : 'said',
      { what: oneLine(after.text) },
      after.kind === 'note' ? 'i-lucide-notebook-pen' : 'i-lucide-message-square',
      messageAddress(caseId, id),
    ],
    task({ id, after }) {
      const what = { what: after.title }
      const to = taskAddress(id)
      switch (after.status) {
        case 'open':
          return [after.firstClaimedAt === null ? 'asked' : 'gaveBack', what, 'i-lucide-circle', to]
        case 'claimed':
          return ['took', what, 'i-lucide-circle-user', to]
        case 'waiting':
          return ['waits', { ...what, for: after.waitingFor ?? '' }, 'i-lucide-hourglass', to]
        case 'done':
          return ['did', what, 'i-lucide-circle-check', to]
        case 'notDone':
          return ['notDone', { ...what, reason: after.reason ?? '' }, 'i-lucide-circle-x', to]
      }
    },
    medication({ id, after }, caseId) {
      const dose = { what: [after.name, after.posology].filter(Boolean).join(', ') }
      const to = medicationAddress(caseId, id)
      if (after.stopped)
        return ['stopped', { what: after.name, reason: after.stopped.reason }, 'i-lucide-pill', to]
      if (after.paused)
        return ['paused', { what: after.name, reason: after.paused.reason }, 'i-lucide-pill', to]
      return [after.changed ? 'changed' : 'added', dose, 'i-lucide-pill', to]
    },
    flag({ id, after }, caseId) {
      const what = { what: after.title }
      const to = flagAddress(caseId, id)
      if (after.resolution) {
        const outcome = t(`platform.news.outcome.${after.resolution.outcome}`)
        return ['answered', { ...what, outcome }, 'i-lucide-flag', to]
      }
      return [after.acknowledgement ? 'sawFlag' : 'flagged', what, 'i-lucide-flag', to]
    },
    // Those of a note are told by the note.
    measurement: ({ after }, caseId) =>
      after.messageId
        ? undefined
        : [
            'measured',
            { what: readings.value.line(after) },
            'i-lucide-activity',
            caseAddress(caseId, 'resume'),
          ],
    circleMember: ({ after }, caseId) => [
      after.status === 'left' ? 'left' : 'joined',
      { who: after.name },
      'i-lucide-users',
      caseAddress(caseId, 'cercle'),
    ],
    patientCase({ rev, after }, caseId) {
      const to = caseAddress(caseId, 'resume')
      if (after.status === 'closed')
        return ['closed', { reason: after.closedReason ?? '' }, 'i-lucide-archive', to]
      return [rev > 1 ? 'updated' : 'opened', {}, 'i-lucide-folder-open', to]
    },
  }

  function line<Type extends Told>(
    type: Type,
    entity: Present<Type>,
    { by, at }: DoneBy,
    caseId: string,
  ): NewsLine[] {
    const told = tellers[type](entity, caseId)
    if (!told) return []
    const [sentence, words, icon, to] = told
    const text = t(`platform.news.${sentence}`, { who: nameOf(by), ...words })
    return [{ key: entity.id, caseId, by, at, text, icon, to }]
  }

  /** What others did in a case after some point, newest first. @param withOwn what the person did as well */
  function linesOf(caseId: string, isNews: (moment: DoneBy) => boolean, withOwn = false): NewsLine[] {
    const me = workspace.account?.id
    return TOLD.flatMap((type) =>
      workspace.list(caseId, type).flatMap((entity) => {
        const moment = momentOf(type, entity)
        const isTold = moment && (withOwn || moment.by !== me) && isNews(moment)
        return isTold ? line(type, entity, moment, caseId) : []
      }),
    ).sort((one, other) => (one.at < other.at ? 1 : -1))
  }

  /** The last thing that happened in a case; who joined and what was corrected is no news of the person. */
  function latest(caseId: string): NewsLine | undefined {
    let newest: { type: Told; entity: Present<Told>; moment: DoneBy } | undefined
    for (const type of TOLD) {
      for (const entity of workspace.list(caseId, type)) {
        const moment = isOfThePerson(type, entity) ? momentOf(type, entity) : undefined
        if (moment && (!newest || moment.at > newest.moment.at)) newest = { type, entity, moment }
      }
    }
    return newest && line(newest.type, newest.entity, newest.moment, caseId)[0]
  }

  return { linesOf, latest, nameOf }
}

const isOfThePerson = (type: Told, { after }: Present<Told>) =>
  type !== 'circleMember' && (type !== 'patientCase' || ('closedAt' in after && after.closedAt !== null))
