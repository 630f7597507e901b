/** What the house keeps together outside its cases: protocols, meetings held and to come, the directory. */
import { RESOURCES } from './content/resources.ts'
import { houseOf, type House, type TeamTold } from './team-house.ts'
import { tellNextMeeting, tellPastMeeting } from './tell-meetings.ts'
import { tellProtocols } from './tell-protocols.ts'

/** What stands already is left alone: each command has its own id. */
export async function tellTeam(told: TeamTold): Promise<void> {
  const house = houseOf(told)
  await tellProtocols(house)
  const pastId = await tellPastMeeting(house)
  await tellNextMeeting(house)
  await tellDirectory(house, pastId)
}

async function tellDirectory({ run, teamId, at }: House, meetingId: string): Promise<void> {
  for (const [index, { by, day, entry, met, notes = [], checked }] of RESOURCES.entries()) {
    const added = { teamId, ...entry, ...(met ? { meetingId } : {}) }
    const entryId = await run('directory.add', `entry ${index}`, added, by, at(day, '12:15'))
    for (const [n, note] of notes.entries()) {
      const said = { teamId, entryId, text: note.text }
      await run('directory.note', `entry ${index} note ${n}`, said, note.by, at(note.day, '13:20'))
    }
    if (checked)
      await run(
        'directory.check',
        `entry ${index} checked`,
        { teamId, entryId },
        checked.by,
        at(checked.day, '13:25'),
      )
  }
}
