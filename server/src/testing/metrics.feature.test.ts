/** What the real application counts, and that the page, the rules and the dashboard speak of nothing else. */
import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { connect, subscribe, until } from './socket.ts'
import { startTestHouse, type TestHouse, type TestPerson } from './test-house.ts'

const ROOT = resolve(import.meta.dirname, '../../..')
const file = (name: string) => readFile(resolve(ROOT, name), 'utf8')

let house: TestHouse
let elsewhere: Awaited<ReturnType<TestHouse['secondNode']>>
let doctor: TestPerson
let nurse: TestPerson
let caseId: string

beforeAll(async () => {
  house = await startTestHouse()
  elsewhere = await house.secondNode()
  doctor = await house.person('Psittakopoulos Doctor', 'physician')
  nurse = await house.person('Ada Nurse', 'nurse')
  caseId = await house.openCase(doctor, [nurse])
})
afterAll(() => house.stop())

/** The value of a series, by its name and labels as Prometheus writes them; 0 where there is none. */
const valueIn = (text: string, series: string): number =>
  Number(
    text
      .split('\n')
      .find((line) => line.startsWith(`${series} `))
      ?.slice(series.length + 1) ?? 0,
  )

const namesIn = (text: string): Set<string> =>
  new Set([...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name ?? ''))

describe('one can read', () => {
  it('how commands end, how long they take, and what was refused', async () => {
    const before = await house.application.metrics()
    await doctor.done('message.post', { caseId, text: 'Bonjour' })
    await doctor.send('message.post', { caseId: randomUUID(), text: 'Ailleurs' })
    const after = await house.application.metrics()
    const grew = (series: string) => valueIn(after, series) - valueIn(before, series)
    expect(grew('colloque_commands_total{command="message.post",outcome="ok"}')).toBe(1)
    expect(grew('colloque_commands_total{command="message.post",outcome="not_found"}')).toBe(1)
    expect(grew('colloque_command_seconds_count{command="message.post"}')).toBe(2)
    expect(grew('colloque_refusals_total{surface="http",code="not_found"}')).toBe(1)
    expect(grew('colloque_http_requests_total{method="POST",route="/commands/:name",status="200"}')).toBe(1)
    expect(grew('colloque_log_insert_seconds_count{outcome="stored"}')).toBeGreaterThanOrEqual(1)
    expect(grew('colloque_log_insert_changes_sum')).toBeGreaterThanOrEqual(1)
  })

  it('how late the other server’s people hear of it', async () => {
    const socket = await connect(elsewhere.url, nurse.token)
    await subscribe(socket, `case:${caseId}`)
    await doctor.done('message.post', { caseId, text: 'À tous' })
    await until(() => socket.changes.length > 0, 'the change on the other server')
    const text = await elsewhere.application.metrics()
    expect(valueIn(text, 'colloque_fanout_seconds_count{origin="elsewhere"}')).toBeGreaterThanOrEqual(1)
    expect(valueIn(text, 'colloque_fanout_seconds_sum{origin="elsewhere"}')).toBeLessThan(30)
    expect(valueIn(text, 'colloque_sockets{kind="live"}')).toBe(1)
    socket.disconnect()
    await until(
      async () => valueIn(await elsewhere.application.metrics(), 'colloque_sockets{kind="live"}') === 0,
      'the socket to be gone',
    )
  })

  it('that nothing waits once everything is done', async () => {
    await until(async () => {
      const text = await house.application.metrics()
      return (
        valueIn(text, 'colloque_projection_waiting_changes') === 0 &&
        valueIn(text, 'colloque_log_waiting_commands') === 0 &&
        valueIn(text, 'colloque_reactor_waiting_changes{reactor="deliveries"}') === 0
      )
    }, 'lists and reactors to be done')
    const text = await house.application.metrics()
    expect(text).toContain('colloque_reactor_lag_seconds{reactor="deliveries"} 0')
    expect(valueIn(text, 'colloque_ready')).toBe(1)
    expect(valueIn(text, 'colloque_database_up')).toBe(1)
    expect(valueIn(text, 'colloque_log_failing')).toBe(0)
  })

  it('wrong passwords, also at addresses that nobody has', async () => {
    const attempt = (email: string) =>
      fetch(`${house.url}/api/v1/session`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ email, password: 'un mot de passe faux' }),
      })
    const before = await house.application.metrics()
    await attempt(nurse.email)
    await attempt('nobody@essais.example')
    const after = await house.application.metrics()
    const wrong = 'colloque_password_attempts_total{result="wrong"}'
    expect(valueIn(after, wrong) - valueIn(before, wrong)).toBe(2)
    expect(valueIn(after, 'colloque_audit_records_total{kind="session.failed"}')).toBeGreaterThanOrEqual(1)
  })

  it('when each job last went well', async () => {
    const name = 'colloque_job_last_success_timestamp_seconds{job="escalate"}'
    const before = valueIn(await house.application.metrics(), name)
    await house.application.jobs.runNow('escalate')
    expect(valueIn(await house.application.metrics(), name)).toBeGreaterThan(before)
  })
})

describe('labels', () => {
  it('hold no id, no name, and nothing that came with a request', async () => {
    const canary = 'Psittakopoulos'
    await doctor.get(`/search?q=${canary}`)
    await doctor.get(`/${canary}`)
    await doctor.get(`/cases/${caseId}`)
    await doctor.send(canary as never, {} as never)
    await fetch(`${house.url}/${canary}`, { headers: { 'X-Request-Id': canary } })
    const text = (await house.application.metrics()) + (await elsewhere.application.metrics())
    expect(text).not.toContain(canary)
    expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/)
    for (const { id, email } of [doctor, nurse]) {
      expect(text).not.toContain(id)
      expect(text).not.toContain(email)
    }
  })

  it('do not grow with what is asked', async () => {
    const seriesOf = async () => (await house.application.metrics()).split('\n').length
    await doctor.get('/nowhere')
    const before = await seriesOf()
    for (let i = 0; i < 30; i++) {
      await doctor.get(`/nowhere-${i}`)
      await doctor.send(`made.up${i}` as never, {} as never)
      await doctor.get(`/cases/${randomUUID()}`)
    }
    // The routes of these three, once each.
    expect(await seriesOf()).toBeLessThanOrEqual(before + 40)
  })
})

describe('the page of operations, the rules and the dashboard', () => {
  const ownNames = async () => [...namesIn(await house.application.metrics())]
  /** Names of metrics in an expression, without what a histogram adds to its own. */
  const metricsOf = (text: string) =>
    [...new Set(text.match(/\b(?:colloque|nodejs|process)_[a-z0-9_]+/g))].map((name) =>
      name.replace(/_(?:bucket|sum|count)$/, ''),
    )

  it('every metric is documented, and what is documented exists', async () => {
    const rows = (await file('docs/operations.md')).match(/^\| `(?:colloque|nodejs|process)_.*$/gm) ?? []
    const documented = rows.flatMap((row) => metricsOf(row.split('|')[1] ?? ''))
    const existing = await ownNames()
    expect(existing.filter((name) => name.startsWith('colloque_')).toSorted()).toEqual(
      documented.filter((name) => name.startsWith('colloque_')).toSorted(),
    )
    for (const name of documented) expect(existing).toContain(name)
  })

  it('every alarm speaks of metrics that exist, says whom it calls, and has its line in the runbook', async () => {
    const existing = await ownNames()
    const runbook = await file('docs/operations.md')
    const { groups } = parse(await file('infra/prometheus/rules.yaml')) as {
      groups: {
        rules: { alert: string; expr: string; labels: { severity: string }; annotations: object }[]
      }[]
    }
    const rules = groups.flatMap((group) => group.rules)
    expect(rules.length).toBeGreaterThan(15)
    for (const { alert, expr, labels, annotations } of rules) {
      for (const name of metricsOf(expr)) expect(existing, alert).toContain(name)
      expect(['page', 'ticket'], alert).toContain(labels.severity)
      expect(Object.keys(annotations), alert).toEqual(['summary'])
      expect(runbook).toContain(`| \`${alert}\` `)
    }
    const described = [...runbook.matchAll(/^\| `(Colloque\w+)` /gm)].map(([, name]) => name)
    expect(described.toSorted()).toEqual(rules.map(({ alert }) => alert).toSorted())
  })

  it('every panel of the dashboard shows metrics that exist', async () => {
    const existing = await ownNames()
    const { panels } = JSON.parse(await file('infra/grafana/colloque.json')) as {
      panels: { title: string; targets?: { expr: string }[] }[]
    }
    const shown = panels.flatMap(({ targets = [] }) => targets.flatMap(({ expr }) => metricsOf(expr)))
    expect(shown.length).toBeGreaterThan(20)
    for (const name of shown) expect(existing).toContain(name)
  })
})
