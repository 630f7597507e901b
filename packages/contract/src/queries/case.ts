/** Cases and what stands in them. */
import {
  CIRCLE_VIEWS,
  CircleMemberSchema,
  FLAG_SEVERITIES,
  FlagSchema,
  IdSchema,
  InstantSchema,
  MeasurementSchema,
  MedicationSchema,
  MessageSchema,
  PatientCaseSchema,
  PatientSchema,
  PERMISSIONS,
  PLAN_SECTIONS,
} from '@colloque/domain'
import { z } from 'zod'
import { identified, page, pageOf, query, id } from './define.ts'

const CaseLineSchema = identified(PatientCaseSchema).extend({
  seq: z.number().int(),
  unread: z.number().int(),
  latest: z.object({ kind: z.string(), at: InstantSchema, by: z.string() }).nullable(),
})

const AlertSchema = z.object({
  key: z.string(),
  kind: z.enum(['interaction', 'redundancy', 'allergy']),
  level: z.enum(FLAG_SEVERITIES).nullable(),
  /** Two of an interaction or a redundancy, one of an allergy. */
  medications: z.array(IdSchema),
  mechanism: z.string(),
  action: z.string(),
  conditional: z.boolean(),
  source: z.string(),
  /** Nobody has answered, set aside with a reason that holds still, or raised as a flag. */
  state: z.enum(['open', 'answered', 'flagged']),
  setAside: z.object({ reason: z.string(), by: IdSchema, at: InstantSchema }).nullable(),
  flagId: IdSchema.nullable(),
})

export const caseQueries = {
  cases: query(
    'The cases of whose circle I am; q searches names and reasons, without accents',
    '/cases',
    'account',
    {},
    {
      ...page,
      q: z.string().max(100).optional(),
      status: z.enum(['open', 'closed']).optional(),
    },
    pageOf(CaseLineSchema),
  ),
  lookAlikes: query(
    'My cases whose identity could be taken for this one',
    '/look-alikes',
    'account',
    {},
    {
      birthName: z.string().max(100),
      usedName: z.string().max(100).optional(),
      firstNames: z.string().max(100),
      birthDate: z.iso.date(),
    },
    z.object({ items: z.array(z.object({ id: IdSchema, patient: PatientSchema, reason: z.string() })) }),
  ),
  case: query(
    'A case, its circle and its streams',
    '/cases/:id',
    'case',
    id,
    {},
    z.object({
      case: identified(PatientCaseSchema),
      circle: z.array(identified(CircleMemberSchema)),
      streams: z.array(z.string()),
      seq: z.number().int(),
    }),
  ),
  memberSees: query(
    'What somebody of the circle sees and may do, by the rules that every door asks',
    '/cases/:id/circle/:memberId/sees',
    'case',
    { ...id, memberId: IdSchema },
    {},
    z.object({
      /** null: they have no account, and see nothing. */
      view: z.enum(CIRCLE_VIEWS).nullable(),
      until: InstantSchema.nullable(),
      permissions: z.array(
        z.object({
          permission: z.enum(PERMISSIONS),
          allowed: z.boolean(),
          /** By the protocol of a delegation alone. */
          delegated: z.boolean(),
        }),
      ),
      /** How many narrowed tasks of the case they see. */
      parts: z.number().int(),
      documents: z.array(
        z.object({ kind: z.enum(['board', 'plan']), access: z.enum(['none', 'read', 'write']) }),
      ),
      planSections: z.array(z.enum(PLAN_SECTIONS)),
    }),
  ),
  caseMessages: query(
    'Messages of a case, or of one thread, in the order in which they came',
    '/cases/:id/messages',
    'case',
    id,
    {
      ...page,
      thread: IdSchema.optional(),
    },
    pageOf(identified(MessageSchema).extend({ seq: z.number().int() })),
  ),
  caseFlags: query('Flags of a case', '/cases/:id/flags', 'case', id, page, pageOf(identified(FlagSchema))),
  caseMedications: query(
    'Medications of a case',
    '/cases/:id/medications',
    'case',
    id,
    page,
    pageOf(identified(MedicationSchema)),
  ),
  caseMeasurements: query(
    'Readings of a case',
    '/cases/:id/measurements',
    'case',
    id,
    page,
    pageOf(identified(MeasurementSchema)),
  ),
  caseAlerts: query(
    'What the interaction rules and the known allergies say of the current medications',
    '/cases/:id/alerts',
    'case',
    id,
    {},
    z.object({
      items: z.array(AlertSchema),
      notChecked: z.array(IdSchema),
      source: z.object({ name: z.string(), date: z.string(), partial: z.boolean() }),
      seq: z.number().int(),
      next: z.null(),
    }),
  ),
} as const
