import { describe, expect, it } from 'vitest'
import type { DemoCase, DemoEvent } from '../scenario.ts'
import { CASES, HOUSE, OUTSIDER } from './index.ts'
import { retell, type ToldTask } from './retelling.ts'

const people = new Map(HOUSE.people.map((person) => [person.key, person]))
const told = CASES.map((demo) => ({ demo, ...retell(demo, people) }))
/** The story of a husband, beside his wife's, is a small one. */
const isMain = ({ key }: DemoCase) => key !== 'lucien'
const main = told.filter(({ demo }) => isMain(demo))
const isOpen = ({ status }: ToldTask) => status !== 'done' && status !== 'notDone'
const isOverdue = ({ asked: { due } }: ToldTask) =>
  due !== undefined && (due[0] < 0 || (due[0] === 0 && due[1] < '08:30'))
const count = (demo: DemoCase, ...kinds: DemoEvent['do'][]) =>
  demo.events.filter((event) => kinds.includes(event.do)).length

/** Interactions of the ANSM thesaurus between what is taken today: ATC codes and level. */
const INTERACTIONS: Readonly<
  Record<string, readonly (readonly [string, string, 'CI' | 'AD' | 'PE' | 'APC'])[]>
> = {
  raymond: [['C09AA05', 'C03DA01', 'PE']],
  rosa: [
    ['C07AB07', 'A10AE04', 'PE'],
    ['C10AA01', 'C08CA01', 'PE'],
  ],
  yvonne: [
    ['B01AA03', 'N06AB06', 'APC'],
    ['B01AA03', 'C10AA03', 'PE'],
    ['B01AA03', 'N02BE01', 'PE'],
    ['H03AA01', 'A12AA04', 'PE'],
  ],
  lucien: [['S01ED01', 'C01BD01', 'PE']],
  etienne: [
    ['N02AJ13', 'N06AB06', 'APC'],
    ['N06DA02', 'C07AB07', 'APC'],
  ],
}

describe('the house', () => {
  it('has nine people, two of them physicians and two nurses', () => {
    const professions = HOUSE.people.map(({ profession }) => profession).sort()
    expect(professions).toEqual([
      'coordinator',
      'medicalSecretary',
      'nurse',
      'nurse',
      'pharmacist',
      'physician',
      'physician',
      'physiotherapist',
      'socialWorker',
    ])
    const everyone = [...HOUSE.people, OUTSIDER]
    expect(new Set(everyone.map(({ key }) => key)).size).toBe(10)
    expect(new Set(everyone.map(({ email }) => email)).size).toBe(10)
    for (const { email } of everyone) expect(email).toMatch(/^[a-z-]+\.[a-z-]+@[a-z-]+\.example$/)
  })

  it('gives only telephone numbers that are kept for fiction', () => {
    const numbers = [
      ...[...HOUSE.people, OUTSIDER].flatMap(({ phone }) => phone ?? []),
      ...CASES.flatMap(({ patient, relatives }) =>
        [patient, ...relatives].flatMap(({ phone }) => phone ?? []),
      ),
    ]
    for (const number of numbers) {
      expect(number).toMatch(/^(01 99 00|02 61 91|03 53 01|04 65 71|05 36 49|06 39 98) \d\d \d\d$/)
    }
  })

  it('keeps the outsider out of every circle and every line', () => {
    expect(people.has(OUTSIDER.key)).toBe(false)
    for (const { demo, circle } of told) {
      expect(circle.has(OUTSIDER.key)).toBe(false)
      expect(demo.events.some(({ by }) => by === OUTSIDER.key)).toBe(false)
    }
  })

  it('puts everyone in two circles at least, and nobody in all', () => {
    for (const { key } of HOUSE.people) {
      const circles = told.filter(({ circle }) => circle.has(key)).length
      expect(circles, key).toBeGreaterThanOrEqual(2)
      expect(main.filter(({ circle }) => circle.has(key)).length, key).toBeLessThan(main.length)
    }
  })
})

describe.each(told)(
  'the case of $demo.key',
  ({ demo, faults, circle, messages, tasks, flags, medications }) => {
    it('breaks no rule of the house', () => {
      expect(faults).toEqual([])
    })

    it('is as dense as six weeks of work', () => {
      const least = isMain(demo) ? { words: 100, tasks: 30, cards: 8 } : { words: 15, tasks: 6, cards: 3 }
      expect(messages.length).toBeGreaterThanOrEqual(least.words)
      expect(tasks.size).toBeGreaterThanOrEqual(least.tasks)
      expect(demo.board.length).toBeGreaterThanOrEqual(least.cards)
      expect(demo.board.length).toBeLessThanOrEqual(14)
      expect(demo.events[0]?.day).toBeLessThanOrEqual(-40)
      expect(demo.events.at(-1)?.day).toBeGreaterThanOrEqual(isMain(demo) ? 0 : -1)
      expect(count(demo, 'wish')).toBeGreaterThanOrEqual(1)
    })

    it('says nothing twice', () => {
      const texts = messages.map(({ event }) => event.text)
      expect(texts.filter((text, index) => texts.indexOf(text) !== index)).toEqual([])
    })

    it('fits the lengths of the domain', () => {
      const long = (text: string | undefined, most: number) => (text ?? '').length > most
      for (const event of demo.events) {
        const tooLong =
          (event.do === 'task' && (long(event.title, 200) || long(event.detail, 2_000))) ||
          ((event.do === 'release' ||
            event.do === 'abandon' ||
            event.do === 'stopMedication' ||
            event.do === 'changeMedication') &&
            long(event.reason, 300)) ||
          ((event.do === 'medication' || event.do === 'changeMedication') && long(event.posology, 300)) ||
          (event.do === 'medication' && (long(event.name, 200) || long(event.indication, 200))) ||
          (event.do === 'hold' && long(event.waitingFor, 200)) ||
          (event.do === 'resolveFlag' && long(event.reason, 500)) ||
          (event.do === 'flag' && (long(event.title, 200) || long(event.detail, 2_000))) ||
          (event.do === 'wish' && long(event.wish, 500))
        expect(tooLong, JSON.stringify(event)).toBe(false)
      }
      expect(long(demo.reason, 120) || long(demo.allergies, 300) || long(demo.informed.note, 300)).toBe(false)
    })

    it('has tasks in every state, and late ones', () => {
      if (!isMain(demo)) return
      const all = [...tasks.values()]
      for (const status of ['open', 'claimed', 'waiting', 'done', 'notDone'] as const) {
        expect(
          all.some((task) => task.status === status),
          status,
        ).toBe(true)
      }
      expect(all.some((task) => isOpen(task) && isOverdue(task))).toBe(true)
    })

    it('leaves only the news of the last two days to acknowledge', () => {
      for (const { event, acknowledgedBy } of messages) {
        if ((event.urgency ?? 'routine') === 'routine' || event.day >= -1) continue
        const missing = [...circle].filter((key) => key !== event.by && !acknowledgedBy.has(key))
        expect(missing, `${event.day} ${event.time} « ${event.text.slice(0, 40)} »`).toEqual([])
      }
    })

    it('measures what can be measured', () => {
      const ranges = {
        weight: [30, 200],
        bloodPressure: [70, 220],
        pulse: [40, 140],
        temperature: [35, 41],
        inr: [0.9, 8],
        glucose: [0.4, 4],
        spo2: [80, 100],
        pain: [0, 10],
        hba1c: [5, 12],
        potassium: [3, 6],
        creatinine: [40, 300],
      }
      const readings = demo.events.flatMap((event) => (event.do === 'note' ? (event.readings ?? []) : []))
      if (isMain(demo)) expect(readings.length).toBeGreaterThanOrEqual(20)
      for (const { kind, value, value2 } of readings) {
        const [least, most] = ranges[kind] as [number, number]
        expect(value, kind).toBeGreaterThanOrEqual(least)
        expect(value, kind).toBeLessThanOrEqual(most)
        expect(value2 !== undefined, kind).toBe(kind === 'bloodPressure')
        if (value2 !== undefined) expect(value2).toBeLessThan(value)
      }
    })

    it('names medications by a full ATC code, and has a real interaction among the current ones', () => {
      const atc = (event: { readonly atc?: string }) => event.atc ?? ''
      for (const { event } of medications.values())
        expect(atc(event), event.name).toMatch(/^[A-Z]\d{2}[A-Z]{2}\d{2}$/)
      const current = [...medications.values()]
        .filter((medication) => medication.current)
        .map(({ event }) => atc(event))
      expect(new Set(current).size).toBe(current.length)
      const expected = INTERACTIONS[demo.key] ?? []
      expect(expected.length).toBeGreaterThanOrEqual(1)
      for (const [one, other] of expected) expect(current).toEqual(expect.arrayContaining([one, other]))
    })

    it('has flags with a history', () => {
      expect(
        [...flags.values()].filter(({ status }) => status === 'resolved' || status === 'closed').length,
      ).toBeGreaterThanOrEqual(1)
    })

    it('puts on its board what exists, over the four columns', () => {
      for (const card of demo.board) {
        expect(circle.has(card.by), card.title).toBe(true)
        for (const key of card.tasks ?? []) expect(tasks.has(key), `${card.title}: ${key}`).toBe(true)
      }
      const columns = new Set(demo.board.map(({ column }) => column))
      if (isMain(demo)) expect(columns.size).toBe(4)
      expect(demo.board.some((card) => (card.tasks ?? []).length > 0)).toBe(true)
    })
  },
)

describe('this morning', () => {
  it.each(HOUSE.people.map((person) => [person.name, person] as const))(
    'there is work for %s',
    (_name, person) => {
      const mine = told.filter(({ circle }) => circle.has(person.key))
      const open = mine.flatMap(({ tasks }) => [...tasks.values()].filter(isOpen))
      const free = open.filter(
        ({ status, asked }) => status === 'open' && asked.forProfession === person.profession,
      )
      const personal = open.filter(
        ({ holder, asked }) => holder === person.key || (!holder && asked.forPerson === person.key),
      )
      const unseen = mine
        .flatMap(({ messages }) => messages)
        .filter(
          ({ event }) =>
            event.day >= -1 && event.by !== person.key && (event.urgency ?? 'routine') !== 'routine',
        )
        .filter(({ acknowledgedBy }) => !acknowledgedBy.has(person.key))
      expect(free.length, 'free for the profession').toBeGreaterThanOrEqual(1)
      expect(personal.length, 'for the person').toBeGreaterThanOrEqual(1)
      expect(unseen.length, 'to acknowledge').toBeGreaterThanOrEqual(1)
      expect(unseen.length, 'to acknowledge').toBeLessThanOrEqual(12)
    },
  )

  it('most people of the house have something late under their own name', () => {
    const late = HOUSE.people.filter(({ key }) =>
      told.some(({ tasks }) =>
        [...tasks.values()].some(
          (task) => isOpen(task) && isOverdue(task) && (task.holder ?? task.asked.forPerson) === key,
        ),
      ),
    )
    expect(late.length).toBeGreaterThanOrEqual(7)
  })

  it('each physician has a flag that a pharmacist raised and nobody answered, and one is seen but not settled', () => {
    const raisedByPharmacist = ({ event }: { readonly event: { readonly by: string } }) =>
      people.get(event.by)?.profession === 'pharmacist'
    for (const { key } of HOUSE.people.filter(({ profession }) => profession === 'physician')) {
      const open = told
        .filter(({ circle }) => circle.has(key))
        .flatMap(({ flags }) => [...flags.values()].filter(({ status }) => status === 'open'))
      expect(open.some(raisedByPharmacist), key).toBe(true)
    }
    const all = told.flatMap(({ flags }) => [...flags.values()])
    expect(all.some(({ status }) => status === 'acknowledged')).toBe(true)
    expect(all.filter(raisedByPharmacist).length).toBeGreaterThan(all.length / 2)
  })

  it('every profession of the house speaks in the cases', () => {
    for (const { key } of HOUSE.people) {
      const words = told.flatMap(({ messages }) => messages.filter(({ event }) => event.by === key))
      expect(words.length, key).toBeGreaterThanOrEqual(15)
    }
  })

  it('links the couple both ways', () => {
    for (const { demo } of told) {
      if (!demo.household) continue
      expect(CASES.find(({ key }) => key === demo.household)?.household).toBe(demo.key)
    }
    expect(CASES.filter(({ household }) => household).length).toBe(2)
  })
})

describe('the rules that the stories are held to', () => {
  const [first] = CASES
  if (!first) throw new Error('there is no case')
  const begin = { day: -1, time: '09:00' } as const
  const faultsOf = (...events: DemoEvent[]) => retell({ ...first, events }, people).faults
  const task = { ...begin, by: 'nadia', do: 'task', key: 'a', title: 'A', forProfession: 'nurse' } as const

  it.each<[string, DemoEvent[]]>([
    [
      'a physiotherapist cannot take what is for a nurse',
      [task, { ...begin, by: 'rui', do: 'claim', task: 'a' }],
    ],
    [
      'nobody completes what they have not claimed',
      [task, { ...begin, by: 'samuel', do: 'complete', task: 'a' }],
    ],
    [
      'nobody takes what another holds',
      [
        task,
        { ...begin, by: 'samuel', do: 'claim', task: 'a' },
        { ...begin, by: 'maelle', do: 'claim', task: 'a' },
      ],
    ],
    ['nobody acts from outside the circle', [{ ...begin, by: 'youssef', do: 'message', text: 'Bonjour' }]],
    ['a thread begins with a message', [{ ...begin, by: 'nadia', do: 'message', thread: 'x', text: 'Oui' }]],
    [
      'a nurse prescribes nothing',
      [{ ...begin, by: 'samuel', do: 'medication', key: 'm', name: 'Paracétamol 1 g', atc: 'N02BE01' }],
    ],
    [
      'a flag is acknowledged before it is resolved',
      [
        { ...begin, by: 'linh', do: 'flag', key: 'f', title: 'F', severity: 'PE', detail: 'F' },
        { ...begin, by: 'helene', do: 'resolveFlag', flag: 'f', outcome: 'monitored', reason: 'F' },
      ],
    ],
    ['a key is used once', [task, task]],
    ['lines are in order', [task, { day: -2, time: '09:00', by: 'samuel', do: 'claim', task: 'a' }]],
    [
      'nothing happens after half past eight today',
      [{ day: 0, time: '08:30', by: 'nadia', do: 'message', text: 'Bonjour' }],
    ],
  ])('%s', (_rule, events) => {
    expect(faultsOf(...events)).toHaveLength(1)
  })
})
