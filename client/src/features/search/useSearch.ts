import { foldText, parseStream, searchTerms, type StreamName } from '@colloque/domain'
import { refDebounced } from '@vueuse/core'
import { computed, ref, shallowRef, watch, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { useClient } from '../../platform/client.ts'
import { useClock } from '../../platform/clock.ts'
import { findCases, wordsOf } from '../../platform/findCases.ts'
import { recentCases } from '../../platform/recentCases.ts'
import { useErrorSentence } from '../../platform/refusal.ts'
import { useWorkspace } from '../../platform/useWorkspace.ts'
import { dayAt, instantAt, addDays } from '../../platform/wallTime.ts'
import { monthNames, periodIn, type Period } from './period.ts'
import { passagesOf, type Passage } from './results.ts'

/** A pause in typing, in ms, after which the server is asked. */
const PAUSE = 180
const MOST_PEOPLE = 8
const MOST_PASSAGES = 30

/** People from the device at each key; passages from the server after a pause, or from the device when it is away. */
export function useSearch(query: Readonly<Ref<string>>) {
  const { t, locale } = useI18n()
  const now = useClock()
  const client = useClient()
  const workspace = useWorkspace()
  const sentence = useErrorSentence()
  const recent = recentCases(workspace.account?.id ?? '')
  const settled = refDebounced(query, PAUSE)

  const words = computed(() => wordsOf(query.value))
  const people = computed(() =>
    (words.value.length ? findCases(workspace.cases, query.value, recent) : []).slice(0, MOST_PEOPLE),
  )
  /** When, where the words say it: « furosémide printemps ». */
  const periodOf = (asked: string): Period | undefined => {
    const seasons = {
      spring: foldText(t('search.season.spring')),
      summer: foldText(t('search.season.summer')),
      autumn: foldText(t('search.season.autumn')),
      winter: foldText(t('search.season.winter')),
    }
    return periodIn(asked, { months: monthNames(locale.value), seasons }, dayAt(now.value))
  }
  const passages = shallowRef<readonly Passage[]>([])
  /** What the other words find in the period that is named. */
  const dated = shallowRef<{ readonly period: Period; readonly passages: readonly Passage[] }>()
  const searching = ref(false)
  const problem = ref('')
  const fromDevice = ref(false)
  let turn = 0

  watch(
    settled,
    async (asked) => {
      const mine = ++turn
      problem.value = ''
      if (wordsOf(asked).join('').length < 2) {
        passages.value = []
        dated.value = undefined
        searching.value = false
        return
      }
      searching.value = true
      const period = periodOf(asked)
      const [found, inPeriod] = await Promise.all([look(asked), period ? look(period.rest, period) : []])
      // The answer to an earlier question says nothing any more.
      if (mine !== turn) return
      passages.value = found
      dated.value = period && { period, passages: inPeriod }
      searching.value = false
    },
    { immediate: true },
  )

  async function look(asked: string, period?: Period): Promise<readonly Passage[]> {
    fromDevice.value = !workspace.connection.connected
    if (fromDevice.value) return heldPassages(wordsOf(asked), period)
    try {
      const days = period && { from: period.from, to: period.to }
      const { items } = await client.api.query(
        'search',
        {},
        { q: asked.slice(0, 100), limit: MOST_PASSAGES, ...days },
      )
      return passagesOf(items)
    } catch (error) {
      fromDevice.value = true
      problem.value = sentence(error)
      return heldPassages(wordsOf(asked), period)
    }
  }

  /** Messages, tasks and decisions of this device, the newest first. */
  function heldPassages(asked: readonly string[], period?: Period): Passage[] {
    const since = period && instantAt(period.from)
    const until = period && instantAt(addDays(period.to, 1))
    const has = (text: string) => {
      const terms = searchTerms([text])
      return asked.every((word) => terms.some((term) => term.startsWith(word)))
    }
    const streams = [
      ...workspace.cases.map(({ id }): StreamName => `case:${id}`),
      ...workspace.parts.map(({ stream }) => stream),
      ...workspace.conversations.map(({ stream }) => stream),
    ]
    return streams
      .flatMap((stream) => heldIn(stream))
      .filter(({ at }) => (!since || at >= since) && (!until || at < until))
      .filter(({ text }) => has(text))
      .sort((one, other) => (one.at < other.at ? 1 : -1))
      .slice(0, MOST_PASSAGES)
  }

  function heldIn(stream: StreamName): Passage[] {
    const place = parseStream(stream)
    const where = {
      stream,
      caseId: place?.kind === 'case' ? place.id : null,
      messageId: null,
      agendaItemId: null,
      title: null,
    }
    return [
      ...workspace.listIn(stream, 'message').map(({ id, after }) => ({
        ...where,
        ...{ kind: 'message' as const, id, text: after.text, by: after.authorId, at: after.postedAt },
      })),
      ...workspace.listIn(stream, 'task').map(({ id, after }) => ({
        ...{ ...where, caseId: after.caseId },
        ...{ kind: 'task' as const, id, text: after.title, by: after.createdBy, at: after.createdAt },
      })),
      ...workspace
        .listIn(stream, 'decision')
        .flatMap(({ id, after: { withdrawn, agendaItemId, text, made } }) =>
          withdrawn ? [] : [{ ...where, kind: 'decision' as const, id, agendaItemId, text, ...made }],
        ),
    ]
  }

  return { words, people, passages, dated, searching, problem, fromDevice }
}
