/** The figures of a team's meetings of a year, as the server counts them. */
import { isAllowedInTeam, type MeetingFigures } from '@colloque/domain'
import { computed, ref, shallowRef, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRoute, useRouter } from 'vue-router'
import { ADDRESSED } from '../../../platform/addresses.ts'
import { useClient } from '../../../platform/client.ts'
import { useClock } from '../../../platform/clock.ts'
import { useErrorSentence } from '../../../platform/refusal.ts'
import { saveFile } from '../../../platform/saveFile.ts'
import { useTeamInAddress } from '../../../platform/team/useOwnTeams.ts'
import { useSay } from '../../../platform/useSay.ts'
import { useWorkspace } from '../../../platform/useWorkspace.ts'
import { dayAt } from '../../../platform/wallTime.ts'

const yearAt = (at: Date) => Number(dayAt(at).slice(0, 4))

/** Call in setup. */
export function useFigures() {
  const { t } = useI18n()
  const client = useClient()
  const workspace = useWorkspace()
  const sentence = useErrorSentence()
  const say = useSay()
  const now = useClock()
  const [route, router] = [useRoute(), useRouter()]

  const teamId = useTeamInAddress()
  const meetings = computed(() => (teamId.value ? workspace.listIn(`team:${teamId.value}`, 'meeting') : []))
  /** This one, and those in which the team has met; the last one first. */
  const years = computed(() => {
    const met = meetings.value.map(({ after }) => yearAt(new Date(after.startsAt)))
    const current = yearAt(now.value)
    return [...new Set([current, ...met.filter((one) => one < current)])].sort((one, other) => other - one)
  })
  /** In the address: whoever comes back from the work behind a figure finds the year that they had chosen. */
  const year = computed({
    get: () => years.value.find((one) => String(one) === route.query[ADDRESSED.year]) ?? yearAt(now.value),
    set: (chosen) => void router.replace({ query: { ...route.query, [ADDRESSED.year]: String(chosen) } }),
  })
  const manages = computed(() => {
    const own = workspace.team.find(
      (member) => member.teamId === teamId.value && member.accountId === workspace.account?.id,
    )
    return own !== undefined && isAllowedInTeam(own, 'team.manage')
  })

  const figures = shallowRef<MeetingFigures>()
  const problem = ref('')
  async function load() {
    const [id, asked] = [teamId.value, year.value]
    if (!id) return
    /** Another year or team may have been chosen meanwhile. */
    const isWanted = () => asked === year.value && id === teamId.value
    problem.value = ''
    try {
      const answer = await client.api.query('teamMeetingFigures', { id }, { year: asked })
      if (isWanted()) figures.value = answer
    } catch (error) {
      if (!isWanted()) return
      figures.value = undefined
      problem.value = sentence(error)
    }
  }
  const counted = computed(() => {
    const team = teamId.value ? workspace.listIn(`team:${teamId.value}`, 'careTeam')[0] : undefined
    return team?.after.patientCounts?.[String(year.value)]?.at
  })
  watch([teamId, year, counted], load, { immediate: true })

  const saving = ref(false)
  async function saveCsv() {
    if (!teamId.value || saving.value) return
    saving.value = true
    problem.value = ''
    try {
      const path = `/teams/${teamId.value}/meeting-figures.csv?year=${year.value}`
      saveFile(await client.api.download(path), `concertations-${year.value}.csv`)
      say(t('meeting.figures.saved'))
    } catch (error) {
      problem.value = sentence(error)
    } finally {
      saving.value = false
    }
  }

  return { teamId, years, year, manages, figures, problem, load, saving, saveCsv }
}
