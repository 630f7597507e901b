import type { DemoCase, DemoEvent, DemoPerson, PersonKey } from '../scenario.ts'

export interface ToldTask {
  readonly asked: Extract<DemoEvent, { do: 'task' }>
  status: 'open' | 'claimed' | 'waiting' | 'done' | 'notDone'
  holder: PersonKey | undefined
}
export interface ToldMessage {
  readonly event: Extract<DemoEvent, { do: 'message' | 'note' }>
  readonly acknowledgedBy: Set<PersonKey>
}
export interface ToldFlag {
  readonly event: Extract<DemoEvent, { do: 'flag' }>
  status: 'open' | 'acknowledged' | 'resolved' | 'closed'
}
export interface ToldMedication {
  readonly event: Extract<DemoEvent, { do: 'medication' }>
  current: boolean
}
export interface Told {
  /** What breaks a rule, one line each. */
  readonly faults: string[]
  readonly circle: ReadonlySet<PersonKey>
  readonly messages: readonly ToldMessage[]
  readonly tasks: ReadonlyMap<string, ToldTask>
  readonly flags: ReadonlyMap<string, ToldFlag>
  readonly medications: ReadonlyMap<string, ToldMedication>
}

/** Goes through a case line by line, as the server will, and says where the story stands at its end. */
export function retell(demo: DemoCase, people: ReadonlyMap<PersonKey, DemoPerson>): Told {
  const faults: string[] = []
  const circle = new Set(demo.circle)
  const messages: ToldMessage[] = []
  const byKey = new Map<string, ToldMessage>()
  const tasks = new Map<string, ToldTask>()
  const flags = new Map<string, ToldFlag>()
  const medications = new Map<string, ToldMedication>()
  const keys = new Set<string>()
  let event: DemoEvent | undefined

  const fault = (why: string) =>
    faults.push(`${demo.key} ${event ? `${event.day} ${event.time} ${event.by} ${event.do}` : ''}: ${why}`)
  const expect = (holds: boolean, why: string) => {
    if (!holds) fault(why)
  }
  const professionOf = (key: PersonKey) => people.get(key)?.profession
  const newKey = (key: string) => {
    expect(!keys.has(key), `key « ${key} » is used twice`)
    keys.add(key)
  }
  const find = <T>(map: ReadonlyMap<string, T>, key: string): T | undefined => {
    const found = map.get(key)
    expect(found !== undefined, `« ${key} » does not exist yet`)
    return found
  }

  const requirePrescriber = (by: PersonKey) =>
    expect(professionOf(by) === 'physician', 'is for a physician alone')

  const work = (act: Extract<DemoEvent, { task: string }>) => {
    const task = find(tasks, act.task)
    if (!task) return
    const { forPerson, forProfession } = task.asked
    const fits = forPerson ? forPerson === act.by : !forProfession || forProfession === professionOf(act.by)
    const holds = task.holder === act.by
    switch (act.do) {
      case 'claim':
        expect(task.status === 'open', `« ${act.task} » is ${task.status}`)
        expect(fits, `« ${act.task} » is for another`)
        task.status = 'claimed'
        task.holder = act.by
        return
      case 'release':
        expect(
          holds && (task.status === 'claimed' || task.status === 'waiting'),
          `does not hold « ${act.task} »`,
        )
        task.status = 'open'
        task.holder = undefined
        return
      case 'hold':
        expect(holds && task.status === 'claimed', `has not claimed « ${act.task} »`)
        task.status = 'waiting'
        return
      case 'resume':
        expect(holds && task.status === 'waiting', `« ${act.task} » does not wait for this person`)
        task.status = 'claimed'
        return
      case 'complete':
        expect(holds && task.status === 'claimed', `has not claimed « ${act.task} »`)
        task.status = 'done'
        return
      case 'abandon':
        expect(task.status !== 'done' && task.status !== 'notDone', `« ${act.task} » has ended`)
        expect(task.holder ? holds : fits || task.asked.by === act.by, `« ${act.task} » is held by another`)
        task.status = 'notDone'
    }
  }

  expect(
    circle.has(demo.openedBy) && circle.has(demo.referent),
    'opened or referred to from outside the circle',
  )
  for (const key of circle) expect(people.has(key), `« ${key} » is nobody of the house`)

  for (const next of demo.events) {
    if (event && (next.day < event.day || (next.day === event.day && next.time < event.time))) {
      fault('comes after a later line')
    }
    event = next
    expect(next.day >= -42 && next.day <= 0, 'is outside the six weeks')
    expect(/^([01]\d|2[0-3]):[0-5]\d$/.test(next.time), 'has no such time')
    expect(next.day < 0 || next.time < '08:30', 'has not happened yet')
    expect(circle.has(next.by), 'acts from outside the circle')
    switch (next.do) {
      case 'message':
      case 'note': {
        const message = { event: next, acknowledgedBy: new Set<PersonKey>() }
        if (next.do === 'message' && next.thread) {
          const first = byKey.get(next.thread)
          expect(first !== undefined, `thread « ${next.thread} » has no first message`)
          expect(!first || first.event.do === 'note' || !first.event.thread, 'answers an answer')
        }
        messages.push(message)
        if (next.key) {
          newKey(next.key)
          byKey.set(next.key, message)
        }
        break
      }
      case 'acknowledge': {
        const message = find(byKey, next.message)
        if (!message) break
        expect(message.event.by !== next.by, 'acknowledges their own message')
        expect(!message.acknowledgedBy.has(next.by), 'acknowledges twice')
        message.acknowledgedBy.add(next.by)
        break
      }
      case 'takeCharge':
      case 'pin':
      case 'closeThread': {
        const message = find(byKey, next.do === 'closeThread' ? next.thread : next.message)
        if (next.do === 'takeCharge' && message)
          expect(message.event.by !== next.by, 'takes charge of their own message')
        break
      }
      case 'propose':
        if (next.message !== undefined) find(byKey, next.message)
        break
      case 'task':
        newKey(next.key)
        expect(!(next.forPerson && next.forProfession), 'is for a person and a profession')
        if (next.forPerson) expect(circle.has(next.forPerson), 'is for somebody outside the circle')
        tasks.set(next.key, { asked: next, status: 'open', holder: undefined })
        break
      case 'claim':
      case 'release':
      case 'hold':
      case 'resume':
      case 'complete':
      case 'abandon':
        work(next)
        break
      case 'medication':
        requirePrescriber(next.by)
        newKey(next.key)
        medications.set(next.key, { event: next, current: true })
        break
      case 'changeMedication':
        if (next.posology !== undefined) requirePrescriber(next.by)
        expect(find(medications, next.medication)?.current === true, 'changes what is stopped')
        break
      case 'pauseMedication':
        requirePrescriber(next.by)
        expect(find(medications, next.medication)?.current === true, 'pauses what is stopped')
        break
      case 'stopMedication': {
        requirePrescriber(next.by)
        const medication = find(medications, next.medication)
        expect(medication?.current === true, 'stops what is stopped')
        if (medication) medication.current = false
        break
      }
      case 'flag':
        newKey(next.key)
        for (const key of next.medications ?? []) {
          expect(find(medications, key)?.current === true, `flags « ${key} », which is stopped`)
        }
        flags.set(next.key, { event: next, status: 'open' })
        break
      case 'acknowledgeFlag': {
        requirePrescriber(next.by)
        const flag = find(flags, next.flag)
        expect(flag?.status === 'open', 'acknowledges a flag that is not open')
        if (flag) flag.status = 'acknowledged'
        break
      }
      case 'resolveFlag': {
        requirePrescriber(next.by)
        const flag = find(flags, next.flag)
        expect(flag?.status === 'acknowledged', 'resolves a flag that nobody acknowledged')
        if (flag) flag.status = 'resolved'
        break
      }
      case 'checkFlag': {
        const flag = find(flags, next.flag)
        expect(flag?.status === 'resolved', 'checks a flag that is not answered')
        expect(flag?.event.by === next.by, 'checks the flag of somebody else')
        if (flag) flag.status = 'closed'
        break
      }
      case 'report':
        for (const key of next.medications ?? []) find(medications, key)
        break
      case 'joinCircle':
        expect(people.has(next.person) && !circle.has(next.person), 'joins whom it cannot')
        circle.add(next.person)
        break
      case 'leaveCircle':
        expect(circle.has(next.person) && next.person !== demo.referent, 'sends away whom it cannot')
        expect(
          ![...tasks.values()].some((task) => task.holder === next.person && task.status === 'claimed'),
          'leaves with a task in hand',
        )
        circle.delete(next.person)
        break
      case 'wish':
        break
    }
  }
  return { faults, circle, messages, tasks, flags, medications }
}
