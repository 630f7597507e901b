import { defineAsyncComponent } from 'vue'
import { defineFeature } from '../../platform/feature.ts'

export default defineFeature({
  routes: [
    {
      path: 'concertations',
      name: 'meetings',
      component: () => import('./MeetingsPage.vue'),
      meta: { title: 'app.rail.meetings', rail: 'meetings' },
    },
    {
      path: 'concertations/:meetingId',
      name: 'meeting',
      component: () => import('./agenda/MeetingPage.vue'),
      props: true,
      meta: { title: 'app.rail.meetings', rail: 'meetings' },
    },
    {
      path: 'concertations/:meetingId/en-cours',
      name: 'liveMeeting',
      component: () => import('./live/LiveMeetingPage.vue'),
      props: true,
      meta: { title: 'app.rail.meetings', rail: 'meetings' },
    },
    {
      path: 'situations/:caseId/concertations/:agendaItemId',
      name: 'caseMinutes',
      component: () => import('./minutes/MinutesPage.vue'),
      props: true,
      meta: { title: 'meeting.minutes.pageTitle', rail: 'cases' },
    },
  ],
  teamTabs: [{ tab: 'chiffres', component: defineAsyncComponent(() => import('./figures/FiguresTab.vue')) }],
  homePart: defineAsyncComponent(() => import('./HomeMeetings.vue')),
  summaryPart: defineAsyncComponent(() => import('./CaseMeetings.vue')),
})
