import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRoute, useRouter } from 'vue-router'
import { RAIL, useFeatures, type RailItem } from '../platform/feature.ts'

const ICONS: Readonly<Record<RailItem, string>> = {
  home: 'i-lucide-house',
  cases: 'i-lucide-folder-heart',
  tasks: 'i-lucide-list-checks',
  meetings: 'i-lucide-users-round',
  team: 'i-lucide-building-2',
}

/**
 * The places of the app that a feature gives, in the order of the rail, each with its name, its count and whether it
 * is the present one.
 */
export function useDestinations() {
  const { t } = useI18n()
  const route = useRoute()
  const router = useRouter()
  const features = useFeatures()
  const given = RAIL.filter((item) => router.hasRoute(item))
  const count = (item: RailItem) =>
    features.reduce((sum, feature) => sum + (feature.badges?.[item]?.() ?? 0), 0)

  return computed(() =>
    given.map((item) => ({
      item,
      to: router.resolve({ name: item }).path,
      icon: ICONS[item],
      label: t(`app.rail.${item}`),
      count: count(item),
      isHere: route.meta.rail === item,
    })),
  )
}
