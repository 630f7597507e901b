import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRoute } from 'vue-router'
import { RAIL, useFeatures, type RailItem } from '../platform/feature.ts'

const PLACES: Readonly<Record<RailItem, { to: string; icon: string }>> = {
  home: { to: '/', icon: 'i-lucide-house' },
  cases: { to: '/situations', icon: 'i-lucide-folder-heart' },
  tasks: { to: '/taches', icon: 'i-lucide-list-checks' },
  meetings: { to: '/concertations', icon: 'i-lucide-users-round' },
  team: { to: '/equipe', icon: 'i-lucide-building-2' },
}

/** The places of the app in the order of the rail, each with its name, its count and whether it is the present one. */
export function useDestinations() {
  const { t } = useI18n()
  const route = useRoute()
  const features = useFeatures()
  const count = (item: RailItem) =>
    features.reduce((sum, feature) => sum + (feature.badges?.[item]?.() ?? 0), 0)

  return computed(() =>
    RAIL.map((item) => ({
      item,
      ...PLACES[item],
      label: t(`app.rail.${item}`),
      count: count(item),
      isHere: route.meta.rail === item,
    })),
  )
}

export type Destination = ReturnType<typeof useDestinations>['value'][number]
