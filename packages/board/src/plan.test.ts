import {
  comparePlans,
  planContent,
  type EntityState,
  type PatientCase,
  type PlanContent,
} from '@colloque/domain'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { checkTransaction, type ChangeFault } from './check.ts'
import { PLAN_SHAPE } from './plan-shape.ts'
import { ensurePlan } from './plan-template.ts'
import { canonicalText, verificationCode } from './plan-text.ts'
import {
  addAction,
  addAlert,
  addObjective,
  addReview,
  archiveEntry,
  createPlanUndo,
  editPlanWords,
  linkActionTask,
  moveEntry,
  planTextOf,
  setActionField,
  setNextReview,
  setObjectiveNeed,
  setObjectiveStatus,
} from './plan.ts'
import { blocksOf, readActionTasks, readPlan } from './read-plan.ts'
import { paragraphs } from './text.ts'

const at = new Date('2026-11-22T09:00:00.000Z')
const by = 'a1'
const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`

/** A plan whose every change is held against the shape, as the server does it. */
function checkedPlan(role = 'nurse') {
  const doc = new Y.Doc()
  ensurePlan(doc)
  const faults: ChangeFault[] = []
  doc.on('afterTransaction', (transaction: Y.Transaction) => {
    const fault = checkTransaction(transaction, PLAN_SHAPE, { accountId: by, role })
    if (fault) faults.push(fault)
  })
  return { doc, faults }
}

function filled(doc: Y.Doc) {
  planTextOf(doc, 'situation').insert(0, paragraphs('Vit seule.\nSa fille passe le dimanche.'))
  addObjective(doc, { id: id(1), words: 'Remarcher jusqu’au marché', by, at, needs: [id(90)] })
  addAction(doc, { id: id(2), words: 'Marche accompagnée', by, at, objective: id(1), who: { accountId: by } })
  editPlanWords(doc, 'actions', id(2), 'when', 'tous les mardis')
  setActionField(doc, id(2), 'kind', 'resolution')
  setActionField(doc, id(2), 'due', '2026-12-01')
  linkActionTask(doc, id(2), id(50))
  addAlert(doc, { id: id(3), words: 'Essoufflement la nuit', by, at })
  editPlanWords(doc, 'alerts', id(3), 'call', 'Dr Castaing')
  addReview(doc, { id: id(4), words: 'Tout va mieux', on: '2026-11-20', by, at })
  setNextReview(doc, '2027-02-01')
}

describe('a care plan’s document', () => {
  it('takes what its operations write, and reads it back in order', () => {
    const { doc, faults } = checkedPlan()
    filled(doc)
    addObjective(doc, { id: id(5), words: 'Dormir', before: id(1), by, at })
    setObjectiveStatus(doc, id(5), 'notRetained')
    setObjectiveNeed(doc, id(5), id(91), true)
    expect(faults).toEqual([])
    expect(readPlan(doc)).toMatchObject({
      situation: [
        { kind: 'paragraph', text: 'Vit seule.' },
        { kind: 'paragraph', text: 'Sa fille passe le dimanche.' },
      ],
      objectives: [
        { text: 'Dormir', status: 'notRetained', needs: [id(91)] },
        { text: 'Remarcher jusqu’au marché', status: 'proposed', needs: [id(90)] },
      ],
      actions: [
        {
          what: 'Marche accompagnée',
          when: 'tous les mardis',
          who: { accountId: by },
          due: '2026-12-01',
          kind: 'resolution',
          objective: id(1),
        },
      ],
      alerts: [{ sign: 'Essoufflement la nuit', call: 'Dr Castaing' }],
      reviews: [{ on: '2026-11-20', summary: 'Tout va mieux' }],
      nextReviewOn: '2027-02-01',
    })
    expect(readActionTasks(doc).get(id(2))).toEqual([id(50)])
  })

  it('is the same bytes wherever it is made', () => {
    const [one, other] = [new Y.Doc(), new Y.Doc()]
    ensurePlan(one)
    ensurePlan(other)
    expect(Y.encodeStateAsUpdate(one)).toEqual(Y.encodeStateAsUpdate(other))
  })

  it.each([
    ['health', (doc: Y.Doc) => planTextOf(doc, 'health').insert(0, paragraphs('HTA'))],
    ['alerts', (doc: Y.Doc) => addAlert(doc, { id: id(3), words: 'Fièvre', by, at })],
  ])('does not let support staff write in %s', (_section, write) => {
    const { doc, faults } = checkedPlan('medicalSecretary')
    write(doc)
    expect(faults[0]?.code).toBe('role')
  })

  it('lets support staff prepare the rest', () => {
    const { doc, faults } = checkedPlan('coordinator')
    planTextOf(doc, 'supports').insert(0, paragraphs('Aide à domicile, 2 h par jour'))
    addObjective(doc, { id: id(1), words: 'Rester chez elle', by, at })
    expect(faults).toEqual([])
  })

  it('takes one’s own addition back, and gives it again', () => {
    const { doc, faults } = checkedPlan()
    const undo = createPlanUndo(doc)
    addObjective(doc, { id: id(1), words: 'Dormir', by, at })
    undo.undo()
    expect(readPlan(doc).objectives).toEqual([])
    undo.redo()
    expect(readPlan(doc).objectives).toMatchObject([{ text: 'Dormir' }])
    expect(faults).toEqual([])
  })

  it('refuses a foreign author, an unknown status and words in place of a day', () => {
    for (const write of [
      (doc: Y.Doc) => addObjective(doc, { id: id(1), words: 'x', by: 'somebody', at }),
      (doc: Y.Doc) => {
        addObjective(doc, { id: id(1), words: 'x', by, at })
        setObjectiveStatus(doc, id(1), 'won' as never)
      },
      (doc: Y.Doc) => doc.getMap('meta').set('nextReviewOn', 'soon'),
      (doc: Y.Doc) => doc.getMap('objectives').delete(id(9)) ?? doc.getMap('other').set('x', 1),
    ]) {
      const { doc, faults } = checkedPlan()
      write(doc)
      expect(faults).not.toEqual([])
    }
  })

  it('keeps the words of lists in lists, ticks and headings', () => {
    const doc = new Y.Doc()
    const fragment = doc.getXmlFragment('situation')
    const element = (name: string, children: (Y.XmlElement | Y.XmlText)[], attributes: object = {}) => {
      const made = new Y.XmlElement(name)
      for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value as string)
      made.insert(0, children)
      return made
    }
    const line = (text: string) => element('paragraph', [new Y.XmlText(text)])
    const inner = element('bulletList', [element('listItem', [line('canne')])])
    fragment.insert(0, [
      line(''),
      element('heading', [new Y.XmlText('Logement')], { level: 3 }),
      element('bulletList', [element('listItem', [line('aides'), inner])]),
      element('taskList', [element('taskItem', [line('rampe')], { checked: true })]),
      line(''),
    ])
    expect(blocksOf(fragment)).toEqual([
      { kind: 'heading', text: 'Logement', level: 3 },
      { kind: 'item', text: 'aides', level: 1 },
      { kind: 'item', text: 'canne', level: 2 },
      { kind: 'task', text: 'rampe', level: 1, checked: true },
    ])
  })
})

const patientCase = {
  patient: {
    birthName: 'Morel',
    usedName: null,
    firstNames: 'Odile',
    birthDate: '1941-03-02',
    sex: 'female',
  },
  allergies: null,
  wish: { text: 'Rester chez elle', heard: { by: 'a1', at: '2026-10-01T08:00:00.000Z' } },
} as unknown as PatientCase

const state = (type: string, entityId: string, after: unknown) =>
  ({ type, id: entityId, rev: 1, after, seq: 1, createdSeq: 1 }) as unknown as EntityState

const entities = [
  state('circleMember', 'm1', {
    accountId: 'a1',
    name: 'Samuel Adjovi',
    profession: 'nurse',
    status: 'active',
    addedAt: '2026-01-01T00:00:00.000Z',
  }),
  state('medication', 'd2', {
    name: 'Bisoprolol',
    posology: '1 le matin',
    moments: null,
    indication: null,
    status: 'current',
  }),
  state('medication', 'd1', {
    name: 'Apixaban',
    posology: null,
    moments: null,
    indication: null,
    status: 'current',
  }),
  state('medication', 'd3', {
    name: 'Ibuprofène',
    posology: null,
    moments: null,
    indication: null,
    status: 'stopped',
  }),
]

function contentOf(doc: Y.Doc, of: readonly EntityState[] = entities): PlanContent {
  return planContent('c1', patientCase, of, readPlan(doc))
}

describe('a plan’s canonical text', () => {
  it('does not depend on the order in which things came', () => {
    const { doc } = checkedPlan()
    filled(doc)
    const other = new Y.Doc()
    Y.applyUpdate(other, Y.encodeStateAsUpdate(doc))
    const text = canonicalText(contentOf(doc))
    fc.assert(
      fc.property(fc.shuffledSubarray(entities, { minLength: entities.length }), (shuffled) => {
        expect(canonicalText(contentOf(other, shuffled))).toBe(text)
      }),
      { numRuns: 20 },
    )
  })

  it('stays as it was signed: schema 1', () => {
    const { doc } = checkedPlan()
    addAlert(doc, { id: id(3), words: 'Essoufflement', by, at })
    expect(canonicalText(contentOf(doc))).toBe(
      '{"allergies":null,"caseId":"c1","consent":null,"document":{"actions":[],"alerts":[{"call":"","conduct":"",' +
        '"id":"00000000-0000-4000-8000-000000000003","sign":"Essoufflement"}],"health":[],"nextReviewOn":null,' +
        '"objectives":[],"reviews":[],"situation":[],"supports":[]},"medications":[{"id":"d1","indication":null,"moments":null,' +
        '"name":"Apixaban","posology":null},{"id":"d2","indication":null,"moments":null,"name":"Bisoprolol","posology":"1 le matin"}],' +
        '"needs":[],"patient":{"birthDate":"1941-03-02","birthName":"Morel","firstNames":"Odile","sex":"female",' +
        '"usedName":null},"referent":null,"schema":1,"wishes":[{"aspect":"project","heardBy":{"name":"Samuel Adjovi",' +
        '"profession":"nurse"},"heardOn":"2026-10-01","id":"c1","text":"Rester chez elle"}]}',
    )
  })

  it('has a code that people can compare', () => {
    expect(verificationCode('4f1d9a0277c3be10aa')).toBe('4f1d 9a02 77c3 be10')
  })
})

describe('two states of a plan', () => {
  const say = (_field: string, value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value))

  it('are compared entry by entry, whatever else moved', () => {
    const { doc } = checkedPlan()
    filled(doc)
    addObjective(doc, { id: id(5), words: 'Dormir', by, at })
    const before = contentOf(doc)
    editPlanWords(doc, 'alerts', id(3), 'conduct', 'Se peser')
    archiveEntry(doc, 'reviews', id(4), at)
    moveEntry(doc, 'objectives', id(5), id(1))
    planTextOf(doc, 'situation').insert(2, paragraphs('Un chat.'))
    const differences = comparePlans(before, contentOf(doc), say)
    expect(differences.filter(({ part }) => part !== 'objectives')).toEqual([
      { part: 'situation', key: '#2', before: null, after: ['Un chat.'], moved: false },
      {
        part: 'alerts',
        key: id(3),
        before: ['Essoufflement la nuit', 'Dr Castaing'],
        after: ['Essoufflement la nuit', 'Se peser', 'Dr Castaing'],
        moved: false,
      },
      { part: 'reviews', key: id(4), before: ['2026-11-20', 'Tout va mieux'], after: null, moved: false },
    ])
    expect(differences.filter(({ part }) => part === 'objectives').every(({ moved }) => moved)).toBe(true)
    expect(comparePlans(before, before, say)).toEqual([])
    expect(comparePlans(null, before, say).every(({ before: was }) => was === null)).toBe(true)
  })
})
