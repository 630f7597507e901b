/** Protocols of a team, and their runs on a case. */
import {
  DaySchema,
  IdSchema,
  InstantSchema,
  paragraph,
  ProtocolContentSchema,
  ProtocolRunSchema,
  ProtocolSchema,
} from '@colloque/domain'
import { z } from 'zod'
import { caseId, command, inCase, inTeam, onProtocolRun, reason, rev } from './define.ts'

const teamId = IdSchema
const protocolId = IdSchema
const version = z.number().int().positive().describe('The version that was read: another one is `conflict`')

export const protocolCommands = {
  'protocol.save': command(
    'Save a protocol of the team: a new one, or the next version of one that is there, which nobody has adopted yet',
    inTeam,
    'team.member',
    {
      teamId,
      protocolId: IdSchema.optional().describe('Of the team’s own; without it, a new one'),
      rev,
      basedOn: IdSchema.optional().describe('The shipped protocol that a new one begins as'),
      reviewOn: DaySchema.nullable().default(null).describe('When the team looks at it again'),
      ...ProtocolContentSchema.shape,
    },
    ProtocolSchema,
  ),
  'protocol.adopt': command(
    'Stand for a version of a protocol, by name',
    inTeam,
    'team.member',
    { teamId, protocolId, version },
    ProtocolSchema,
  ),
  'protocol.disagree': command(
    'Say what one does not agree with; it is kept beside the protocol',
    inTeam,
    'team.member',
    { teamId, protocolId, version, text: paragraph(1_000) },
    ProtocolSchema,
  ),
  'protocol.read': command(
    '« J’ai lu cette version »',
    inTeam,
    'team.member',
    { teamId, protocolId, version },
    ProtocolSchema,
  ),
  'protocol.retire': command(
    'No longer offer a protocol; what runs goes on',
    inTeam,
    'team.member',
    { teamId, protocolId, reason },
    ProtocolSchema,
  ),
  'run.start': command(
    'Start an adopted protocol on a case: its first tasks, its thresholds and what it hands to whom, in one change',
    inCase,
    'task.create',
    {
      caseId,
      protocolId,
      startsAt: InstantSchema.describe('What everything is counted from'),
      targets: ProtocolRunSchema.shape.targets.default({}).describe('Of what it offers, by kind of reading'),
    },
    ProtocolRunSchema,
  ),
  'run.end': command(
    'End a run: its open tasks are not needed any more, what it handed on ends; readings and what was done stay',
    onProtocolRun,
    'task.create',
    { runId: IdSchema, reason },
    ProtocolRunSchema,
  ),
} as const
