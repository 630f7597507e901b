/** Invented situations for the jobs, made through the API as the people of the demo house would. */
import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { addObjective, casePlanDocName } from '@colloque/board'
import type { AcceptedInvitation, MadeInvitation } from '@colloque/contract'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { apiAs, apiOf, type ApiReader } from '../api.ts'

export const DOCTOR = {
  name: 'Alix Morvan',
  email: 'alix.morvan@trois-saules.example',
  password: 'girafe velours 37 tuilerie',
} as const
const DEMO_PASSWORD = 'colloque-sous-les-tilleuls'

const NAMES = ['Abadie', 'Berthelot', 'Coutard', 'Delmotte', 'Evrard', 'Fauvel', 'Garnier', 'Hamelin']
/** Pairs that a pharmacist would signal, each with a level. */
const PAIRS = [
  ['AD', 'Kétoprofène 100 mg', 'Xarelto 20 mg'],
  ['PE', 'Furosémide 40 mg', 'Diffu-K 600 mg'],
  ['PE', 'Amlodipine 10 mg', 'Simvastatine 40 mg'],
  ['PE', 'Tramadol 50 mg', 'Escitalopram 10 mg'],
  ['AD', 'Ibuprofène 400 mg', 'Ramipril 5 mg'],
] as const
const MESSAGES = [
  'Plaie du talon propre ce matin, pansement espacé à trois jours.',
  'Elle a mangé à midi avec sa voisine, moral meilleur que lundi.',
  'Tension 15/8 deux jours de suite, il prend bien ses comprimés.',
  'La famille demande si le lit médicalisé peut venir avant vendredi.',
]

export interface MorningHouse {
  readonly url: string
  readonly doctor: ApiReader
  readonly doctorId: string
  /** What waits for the doctor on one morning: five flags, three plans, four acknowledgements. */
  makeQueue(run: number): Promise<{ readonly planIn: readonly string[] }>
  /** One plan more to sign. */
  makePlan(run: number): Promise<string>
}

/** A physician who is new in the demo house: only what is made here waits for her. */
export async function openMorningHouse(url: string): Promise<MorningHouse> {
  const [nadia, linh, maelle, helene] = await Promise.all(
    ['Nadia Ferhat', 'Linh Phan', 'Maëlle Le Gallic', 'Hélène Castaing'].map((name) => apiAs(url, name)),
  )
  if (!nadia || !linh || !maelle || !helene) throw new Error('the demo house has changed')
  const ids = await Promise.all(
    [linh, nadia, helene].map(async (one) => (await one<{ id: string }>('/me')).id),
  )
  const doctorId = await join(url, nadia)
  const doctor = await apiOf(url, DOCTOR)

  async function openCase(run: number, index: number): Promise<string> {
    const { data } = await maelle!.send<{ id: string }>('case.create', {
      patient: {
        birthName: `${NAMES[index % NAMES.length]}${'abcdefgh'[run] ?? ''}`,
        firstNames: index % 2 ? 'Marceau' : 'Solange',
        birthDate: `19${40 + index}-0${1 + run}-1${index}`,
        sex: index % 2 ? 'male' : 'female',
      },
      reason: 'Suivi à domicile après hospitalisation',
      informed: { how: 'oral' },
      confirmedDistinct: true,
      circle: [doctorId, ...ids],
    })
    return data.id
  }

  async function raiseFlag(caseId: string, [severity, first, second]: (typeof PAIRS)[number]): Promise<void> {
    const add = async (name: string) =>
      (await linh!.send<{ id: string }>('medication.add', { caseId, name, posology: '1 le matin' })).data.id
    const medicationIds = [await add(first), await add(second)]
    await linh!.send('flag.raise', {
      caseId,
      kind: 'interaction',
      title: `${first} avec ${second}`,
      severity,
      detail: `Association à éviter au long cours. Proposition : arrêter ${first}, réévaluer à huit jours.`,
      medicationIds,
      proposals: [{ words: `Arrêter ${first}`, changes: [{ act: 'stop', medicationId: medicationIds[0] }] }],
    })
  }

  /** Signed once by another doctor, changed since, sent again. */
  async function submitPlan(caseId: string): Promise<void> {
    const on = new Date().toISOString().slice(0, 10)
    await maelle!.send('plan.recordConsent', { caseId, given: true, how: 'oral', on })
    await writeObjective(url, nadia!, caseId, 'Rester chez elle, avec son chat')
    await nadia!.send('plan.submit', { caseId, docSeq: await docSeqOf(caseId), word: 'Relu à trois.' })
    await helene!.post('/session/proof', { password: DEMO_PASSWORD })
    const { docSeq, textHash } = await planOf(caseId)
    await helene!.send('plan.sign', { caseId, docSeq, textHash, acceptedFlags: [] })
    await writeObjective(url, nadia!, caseId, 'Sortir au marché le samedi')
    await nadia!.send('plan.submit', { caseId, docSeq: await docSeqOf(caseId), word: 'Un objectif de plus.' })
  }
  const planOf = (caseId: string) => nadia!<{ docSeq: number; textHash: string }>(`/cases/${caseId}/plan`)
  const docSeqOf = async (caseId: string) => (await planOf(caseId)).docSeq

  async function makePlan(run: number): Promise<string> {
    const caseId = await openCase(run, 8)
    await submitPlan(caseId)
    return caseId
  }

  return {
    url,
    doctor,
    doctorId,
    makePlan,
    async makeQueue(run) {
      const caseIds: string[] = []
      for (let index = 0; index < NAMES.length; index++) caseIds.push(await openCase(run, index))
      for (const [index, pair] of PAIRS.entries()) await raiseFlag(caseIds[index]!, pair)
      const planIn = caseIds.slice(PAIRS.length)
      for (const caseId of planIn) await submitPlan(caseId)
      for (const [index, text] of MESSAGES.entries())
        await maelle!.send('message.post', { caseId: caseIds[index * 2]!, text, urgency: 'important' })
      return { planIn }
    },
  }
}

/** @returns the account's id */
async function join(url: string, administrator: ApiReader): Promise<string> {
  const { teamIds } = await administrator<{ teamIds: string[] }>('/me')
  const { name, email, password } = DOCTOR
  const { link } = await administrator.post<MadeInvitation>(`/teams/${teamIds[0]}/invitations`, {
    ...{ email, name, profession: 'physician' },
  })
  const response = await fetch(`${url}/api/v1/invitations/accept`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ token: new URL(link).hash.slice(1), password }),
  })
  if (!response.ok) throw new Error(`invitation: ${response.status} ${await response.text()}`)
  return ((await response.json()) as AcceptedInvitation).account.id
}

/** In the plan's document, as the stock client edits it. */
async function writeObjective(url: string, by: ApiReader, caseId: string, words: string): Promise<void> {
  const doc = new Y.Doc()
  const before = (await by<{ docSeq: number }>(`/cases/${caseId}/plan`)).docSeq
  const { id } = await by<{ id: string }>('/me')
  const provider = new WebsocketProvider(`${url.replace('http', 'ws')}/yjs`, casePlanDocName(caseId), doc, {
    disableBc: true,
    params: { token: by.accessToken },
  })
  // Messages of our own, which a client may ignore.
  for (const type of [100, 101, 102, 103]) provider.messageHandlers[type] = () => undefined
  try {
    await until(() => provider.synced)
    addObjective(doc, { id: randomUUID(), words, by: id, at: new Date() })
    await until(async () => (await by<{ docSeq: number }>(`/cases/${caseId}/plan`)).docSeq > before)
  } finally {
    provider.destroy()
    doc.destroy()
  }
}

/** @throws after ten seconds */
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 10_000
  while (!(await holds())) {
    if (Date.now() > end) throw new Error('it did not come about within ten seconds')
    await wait(50)
  }
}
