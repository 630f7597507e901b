/** A meeting as calendars read it (RFC 5545): when, where and what it is called; nothing of its cases. */
import type { Meeting } from '@colloque/domain'
import ical from 'ical-generator'

/** @param address of the meeting, whole */
export function calendarFile(id: string, meeting: Meeting, address: string): string {
  const { title, startsAt, minutes, place, link } = meeting
  const start = new Date(startsAt)
  const calendar = ical({ prodId: { company: 'Colloque', product: 'Colloque', language: 'FR' } })
  calendar.createEvent({
    ...{ id, start, end: new Date(start.getTime() + minutes * 60_000), summary: title },
    ...(place || link ? { location: place ?? link } : {}),
    description: [link, address].filter(Boolean).join('\n'),
    url: address,
    stamp: new Date(meeting.sent?.at ?? meeting.called.at),
  })
  return calendar.toString()
}
