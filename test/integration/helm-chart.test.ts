import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { parse, stringify } from 'yaml'
import { apiAccess, apiVariables } from '../../ops/app/api-access.ts'
import { connectionOf } from '../../ops/app/connection/connection-of.ts'
import { kafkaVariables } from '../../ops/app/connection/kafka-environment.ts'
import { allRoles, parseRoles } from '../../ops/app/roles.ts'
import { createWholeProgram } from '../../ops/cli/program.ts'
import { systemTerminal } from '../../ops/cli/terminal.ts'
import { readSinkPlans } from '../../ops/config/read-sink-plans.ts'
import { readSourcePlans } from '../../ops/config/read-source-plans.ts'
import { helmLint, helmTemplate, skipUnlessHelm } from '../support/helm/helm.ts'
import { type Manifest, manifestsOf, validate } from '../support/helm/manifests.ts'
import { unknownFields } from '../support/helm/unknown-fields.ts'
import { repositoryRoot } from '../support/repository.ts'

skipUnlessHelm()

const chart = join(repositoryRoot, 'ops/helm/homeostat')
const examples = join(repositoryRoot, 'ops/helm/examples')
const names = readdirSync(examples)
const temporary = mkdtempSync(join(tmpdir(), 'homeostat-helm-'))
test.after(() => rmSync(temporary, { recursive: true, force: true }))
const rendered = new Map(names.map((name) => [name, render(join(examples, name))] as const))

interface Container {
  readonly image: string
  readonly args: readonly string[]
  readonly env: readonly { readonly name: string; readonly value?: string; readonly valueFrom?: unknown }[]
  readonly ports: readonly { readonly name: string; readonly containerPort: number }[]
  readonly securityContext: unknown
  readonly resources: unknown
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[]
  readonly [probe: `${string}Probe`]: { readonly httpGet: { readonly path: string; readonly port: string } }
}

interface Deployment {
  readonly replicas: number
  readonly strategy: { readonly type: string }
  readonly selector: { readonly matchLabels: Readonly<Record<string, string>> }
  readonly template: {
    readonly metadata: { readonly labels: Readonly<Record<string, string>> }
    readonly spec: {
      readonly serviceAccountName: string
      readonly automountServiceAccountToken: boolean
      readonly securityContext: Readonly<Record<string, unknown>>
      readonly containers: readonly Container[]
      readonly volumes: readonly { readonly name: string; readonly persistentVolumeClaim?: { readonly claimName: string } }[]
    }
  }
}

function render(values: string): readonly Manifest[] {
  const { ok, output } = helmTemplate(chart, values)
  assert.ok(ok, output)
  return manifestsOf(output)
}

function of(example: string, kind: string): readonly Manifest[] {
  return (rendered.get(example) ?? []).filter((manifest) => manifest.kind === kind)
}

function deployments(example: string): readonly (readonly [role: string, spec: Deployment])[] {
  return of(example, 'Deployment').map(({ metadata, spec }) => [
    metadata.labels?.['app.kubernetes.io/component'] ?? '',
    spec as unknown as Deployment, // validated against its schema below
  ])
}

test('should satisfy helm lint --strict with every example, and not without what must be said', () => {
  for (const name of names) {
    const copy = join(temporary, name.replace('.yaml', ''))
    cpSync(chart, copy, { recursive: true })
    const defaults = parse(readFileSync(join(chart, 'values.yaml'), 'utf8'))
    writeFileSync(join(copy, 'values.yaml'), stringify(merged(defaults, parse(readFileSync(join(examples, name), 'utf8')))))
    const { ok, output } = helmLint(copy)
    assert.ok(ok, `${name}: ${output}`)
    assert.not.match(output, /\[(WARNING|ERROR)\]/)
  }
  assert.not.ok(helmLint(chart).ok)
})

test('should render objects that fit the schemas of Kubernetes and say nothing that it does not know', async () => {
  const all = [...rendered.values()].flat()
  for (const manifest of all) await validate(manifest)
  assert.equal(unknownFields(all), [])
  const [first] = all.filter(({ kind }) => kind === 'Deployment')
  const broken = { ...first, spec: { ...first.spec, replicas: 'three' } }
  assert.is(
    await validate(broken).then(
      () => 'fits',
      () => 'does not',
    ),
    'does not',
  )
  assert.match(unknownFields([{ ...first, spec: { ...first.spec, replica: 3 } }]).join(), 'replica')
})

test('should make one Deployment a role, with a command that exists and settings that are read', async () => {
  const run = (await createWholeProgram(systemTerminal())).commands.find((command) => command.name() === 'run')
  const known = new Set<string>([...Object.values(kafkaVariables), ...Object.values(apiVariables), ...ELSEWHERE])
  for (const name of names) {
    assert.equal(
      deployments(name).map(([role]) => role),
      allRoles,
    )
    for (const [role, { template }] of deployments(name)) {
      const [{ args, env, ports }] = template.spec.containers
      assert.is(args[0], 'run')
      const options = args.filter((arg) => arg.startsWith('--'))
      for (const option of options)
        assert.ok(
          run?.options.some(({ long }) => long === option),
          option,
        )
      assert.equal(parseRoles(args[args.indexOf('--roles') + 1]), [role])
      assert.is(Number(args[args.indexOf('--port') + 1]), ports[0].containerPort)
      for (const variable of env) assert.ok(known.has(variable.name), variable.name)
    }
  }
})

/** Settings that belong to no component: `homeostat --help` and docs/reference/cli.md tell of them. */
const ELSEWHERE = ['HOMEOSTAT_DATA', 'HOMEOSTAT_SETTINGS', 'POSTGRES_DSN']

test('should give the process what it understands, with every secret where its file is mounted', () => {
  for (const name of names)
    for (const [, { template }] of deployments(name)) {
      const [{ env, volumeMounts }] = template.spec.containers
      const values = Object.fromEntries(env.map(({ name: variable, value }) => [variable, value]))
      for (const [variable, value] of Object.entries(values).filter(([variable]) => variable.endsWith('_FILE'))) {
        assert.ok(
          volumeMounts.some(({ mountPath }) => value?.startsWith(`${mountPath}/`)),
          variable,
        )
        values[variable] = join(examples, names[0]) // any file that can be read
      }
      const connection = connectionOf({ data: values.HOMEOSTAT_DATA ?? '' }, values)
      assert.is(connection.kind, 'kafka')
      assert.throws(
        () => apiAccess(values),
        ({ code }: { code: string }) => code === 'HS_CONFIG_INVALID',
      ) // which is no token
      assert.is(values.HOMEOSTAT_API_HOST, '0.0.0.0')
    }
})

test('should hand on sources and sinks as they are written', async () => {
  const [{ data = {} }] = of('everything.yaml', 'ConfigMap')
  const wanted = parse(readFileSync(join(examples, 'everything.yaml'), 'utf8'))
  assert.equal(parse(data['sources.yaml']), wanted.sources)
  assert.equal(parse(data['sinks.yaml']), wanted.sinks)
  for (const [file, text] of Object.entries(data)) writeFileSync(join(temporary, file), text)
  const env = { HOMEOSTAT_SETTINGS: temporary }
  assert.is((await readSourcePlans(undefined, 'nowhere', env)).prometheus[0]?.name, 'cluster')
  assert.is((await readSinkPlans('nowhere', env))[0]?.name, 'metrics')
  const [{ data: least = {} }] = of('least.yaml', 'ConfigMap')
  for (const [file, text] of Object.entries(least)) writeFileSync(join(temporary, file), text)
  assert.equal((await readSourcePlans(undefined, 'nowhere', env)).prometheus, [])
})

test('should run as nobody, write nowhere but to its volumes, and get no rights in the cluster', () => {
  for (const name of names)
    for (const [, { template }] of deployments(name)) {
      const { securityContext, automountServiceAccountToken, containers } = template.spec
      assert.is(securityContext.runAsNonRoot, true)
      assert.ok(Number(securityContext.runAsUser) > 0)
      assert.is(automountServiceAccountToken, false)
      assert.equal(containers[0].securityContext, {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      })
      assert.ok(
        containers[0].volumeMounts.some(({ mountPath }) => mountPath === '/tmp'),
        'what Node compiles',
      )
      assert.ok(containers[0].resources !== undefined)
    }
})

test('should let supervisors ask what needs no token', () => {
  for (const name of names)
    for (const [, { template }] of deployments(name)) {
      const [container] = template.spec.containers
      assert.is(container.startupProbe.httpGet.path, '/livez')
      assert.is(container.livenessProbe.httpGet.path, '/livez')
      assert.is(container.readinessProbe.httpGet.path, '/readyz')
      assert.is(container.livenessProbe.httpGet.port, container.ports[0].name)
    }
})

test('should never run two versions of a stage beside each other, and share no volume', () => {
  for (const name of names) {
    for (const [role, { strategy }] of deployments(name)) assert.is(strategy.type, role === 'api' ? 'RollingUpdate' : 'Recreate')
    const claimed = deployments(name).flatMap(([, { replicas, template }]) =>
      template.spec.volumes.flatMap(({ persistentVolumeClaim: claim }) => (claim ? [{ name: claim.claimName, replicas }] : [])),
    )
    assert.equal(
      claimed.map((claim) => claim.name),
      of(name, 'PersistentVolumeClaim').map(({ metadata }) => metadata.name),
    )
    for (const { replicas } of claimed) assert.ok(replicas <= 1)
  }
})

test('should lead services and budgets to pods that exist, by labels that are theirs alone', () => {
  for (const name of names) {
    const pods = deployments(name).map(([, { selector, template }]) => {
      assert.ok(includes(template.metadata.labels, selector.matchLabels))
      return template.metadata.labels
    })
    const count = ({ spec }: Manifest): number => {
      const { selector } = spec as {
        selector: { matchLabels?: Readonly<Record<string, string>> } & Readonly<Record<string, string>>
      } // both forms
      return pods.filter((labels) => includes(labels, selector.matchLabels ?? selector)).length
    }
    assert.equal(of(name, 'Service').map(count), [1, allRoles.length])
    for (const budget of of(name, 'PodDisruptionBudget')) assert.is(count(budget), 1)
  }
  assert.is(of('least.yaml', 'PodDisruptionBudget').length, 0, 'a budget over one pod keeps nodes from being drained')
  assert.is(of('everything.yaml', 'PodDisruptionBudget').length, 2)
})

test('should let nobody in unless somebody is named', () => {
  const [closed] = of('least.yaml', 'NetworkPolicy')
  assert.equal(closed.spec?.ingress, [])
  assert.equal(closed.spec?.policyTypes, ['Ingress'])
  const [open] = of('everything.yaml', 'NetworkPolicy')
  const { ingress } = open.spec as { ingress: readonly { from: readonly object[]; ports: readonly object[] }[] } // validated above
  const [rule] = ingress
  assert.is(rule.from.length, 2)
  assert.equal(rule.ports, [{ protocol: 'TCP', port: 'http' }])
  assert.equal(open.spec?.policyTypes, ['Ingress', 'Egress'])
  assert.is(of('apart.yaml', 'NetworkPolicy').length, 0)
})

test('should refuse values that cannot be meant, secrets in the clear among them', () => {
  const least = parse(readFileSync(join(examples, 'least.yaml'), 'utf8'))
  const wrong: readonly [string, object][] = [
    ['kafka.password', { kafka: { password: 'hunter2hunter2' } }],
    ['postgres.dsn', { postgres: { dsn: 'postgres://u:hunter2@h/d' } }],
    ['registry.url', { registry: { url: 'http://u:hunter2@registry:8081' } }],
    ['a misspelt value', { networkpolicy: { enabled: false } }],
    ['no port', { kafka: { brokers: 'kafka' } }],
    ['two that measure', { roles: { sources: { replicas: 2 } } }],
    ['two pods on one volume', { roles: { stages: { replicas: 2 } } }],
    ['a user without a password', { kafka: { saslMechanism: 'plain', username: 'u' } }],
    ['an unknown role', { roles: { workers: { replicas: 1 } } }],
    ['root', { runAsUser: 0 }],
  ]
  for (const [what, values] of wrong) {
    const file = join(temporary, 'wrong.yaml')
    writeFileSync(file, stringify(merged(least, values)))
    const { ok, output } = helmTemplate(chart, file)
    assert.not.ok(ok, what)
    assert.not.match(output, 'kind: Deployment')
  }
})

test('should be of the version of the program, and install on Kubernetes from 1.25', () => {
  const { appVersion, version } = parse(readFileSync(join(chart, 'Chart.yaml'), 'utf8'))
  const { version: wanted } = JSON.parse(readFileSync(join(repositoryRoot, 'package.json'), 'utf8'))
  assert.equal([appVersion, version], [wanted, wanted])
  assert.ok(helmTemplate(chart, join(examples, 'least.yaml'), '1.25.0').ok)
  assert.not.ok(helmTemplate(chart, join(examples, 'least.yaml'), '1.24.0').ok)
})

function includes(labels: Readonly<Record<string, string>>, some: Readonly<Record<string, string>>): boolean {
  return Object.entries(some).every(([name, value]) => labels[name] === value)
}

/** As Helm lays values over each other. */
function merged(under: unknown, over: unknown): unknown {
  if (!isObject(under) || !isObject(over)) return over
  const both = Object.entries(over).map(([key, value]) => [key, key in under ? merged(under[key], value) : value])
  return { ...under, ...Object.fromEntries(both) }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

test.run()
