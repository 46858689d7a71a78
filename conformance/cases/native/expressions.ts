import fc from 'fast-check';

const text = fc.constantFrom(
  "'web'",
  "'web-1'",
  "''",
  "'x'",
  "'main'",
  "'r.io/'",
  "'X-1'",
  "'side'",
  "'CREATE'",
  "'é'",
);
const pattern = fc.constantFrom(
  ...["'^[a-z]+$'", "'web'", "'^(web|db)(-[0-9]+)?$'", "'^.*@sha256:[a-f0-9]{64}$'", "r'^\\d+$'", "'^$'", "'[.]io/'"],
  // Go's alone, which the verifier leaves open.
  ...["'[[:alpha:]]'", "r'\\pL'", "r'b\\z'", "'(?i)WEB'"],
);
const ofContainer = fc.constantFrom(
  ...[
    "c.name == 'main'",
    "c.image.startsWith('r.io/')",
    'has(c.env)',
    "c.image.matches('^[^:]+$')",
    'size(c.name) > 4',
  ],
  ...['c.?securityContext.?privileged.orValue(true)', 'c.?ports.orValue([]).exists(p, p.containerPort == 80)'],
  ...["c.?resources.?limits.orValue({}).exists(k, k == 'cpu')", "c.?imagePullPolicy.orValue('') == 'Always'"],
);

interface Typed {
  readonly text: string;
  readonly number: string;
  readonly truth: string;
}

/** A few operations on the fields of a pod that policies read. */
const { truth } = fc.letrec<Typed>((tie) => ({
  text: fc.oneof(
    { depthSize: 'small' },
    { weight: 3, arbitrary: text },
    {
      weight: 5,
      arbitrary: fc.constantFrom(
        ...['object.metadata.name', 'request.operation', 'request.namespace', 'request.name', 'request.kind.kind'],
        ...["object.metadata.?labels[?'app'].orValue('none')", "object.metadata.?labels.?app.orValue('')"],
        ...["object.metadata.?labels[?'a.b/c'].orValue('')", "object.metadata.?annotations[?'note'].orValue('')"],
        ...[
          'object.spec.containers[0].image',
          'object.spec.containers[0].imagePullPolicy',
          'object.spec.restartPolicy',
        ],
        ...["object.spec.?nodeSelector.?pool.orValue('')", "object.spec.?schedulerName.orValue('')", 'variables.v'],
        ...[
          'object.spec.serviceAccountName',
          "object.spec.?tolerations.orValue([]).map(t, t.?key.orValue('')).join(',')",
        ],
      ),
    },
    { weight: 2, arbitrary: fc.tuple(tie('text'), tie('text')).map(([a, b]) => `(${a} + ${b})`) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(tie('text'), fc.constantFrom('lowerAscii()', 'upperAscii()', 'trim()', "split('/')[0]"))
        .map(([a, b]) => `${a}.${b}`),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(tie('truth'), tie('text'), tie('text')).map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
    },
    { weight: 1, arbitrary: tie('number').map((a) => `string(${a})`) },
  ),
  number: fc.oneof(
    { depthSize: 'small' },
    { weight: 3, arbitrary: fc.constantFrom('0', '1', '2', '80', '-1') },
    {
      weight: 4,
      arbitrary: fc.constantFrom(
        ...['size(object.spec.containers)', 'object.metadata.name.size()', 'size(object.metadata.?labels.orValue({}))'],
        ...['object.spec.?securityContext.?runAsUser.orValue(0)', 'object.spec.terminationGracePeriodSeconds'],
        ...['object.spec.containers[0].?ports[?0].?containerPort.orValue(0)', 'size(object.spec.?volumes.orValue([]))'],
      ),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(tie('number'), fc.constantFrom('+', '-', '*'), tie('number'))
        .map(([a, by, b]) => `(${a} ${by} ${b})`),
    },
    { weight: 1, arbitrary: tie('text').map((a) => `size(${a})`) },
  ),
  truth: fc.oneof(
    { depthSize: 'small' },
    {
      weight: 3,
      arbitrary: fc
        .tuple(tie('text'), fc.constantFrom('==', '!=', '<', '>='), tie('text'))
        .map(([a, by, b]) => `${a} ${by} ${b}`),
    },
    {
      weight: 3,
      arbitrary: fc
        .tuple(tie('number'), fc.constantFrom('==', '!=', '<', '<=', '>'), tie('number'))
        .map(([a, by, b]) => `${a} ${by} ${b}`),
    },
    {
      weight: 3,
      arbitrary: fc
        .tuple(tie('text'), fc.constantFrom('startsWith', 'endsWith', 'contains'), tie('text'))
        .map(([a, by, b]) => `${a}.${by}(${b})`),
    },
    { weight: 2, arbitrary: fc.tuple(tie('text'), pattern).map(([a, b]) => `${a}.matches(${b})`) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(tie('text'), fc.array(text, { minLength: 1, maxLength: 3 }))
        .map(([a, list]) => `${a} in [${list.join(', ')}]`),
    },
    {
      weight: 3,
      arbitrary: fc
        .tuple(fc.constantFrom('all', 'exists', 'exists_one'), ofContainer)
        .map(([by, b]) => `object.spec.containers.${by}(c, ${b})`),
    },
    { weight: 1, arbitrary: ofContainer.map((b) => `object.spec.containers.filter(c, ${b}).size() > 0`) },
    {
      weight: 3,
      arbitrary: fc.constantFrom(
        ...[
          'has(object.metadata.labels)',
          'has(object.spec.hostNetwork)',
          'has(object.spec.volumes)',
          'oldObject == null',
        ],
        ...["has(object.metadata.labels) && 'app' in object.metadata.labels", 'object.metadata.?labels.hasValue()'],
        ...[
          "'app' in object.metadata.?labels.orValue({})",
          'object.?spec.?nothing.hasValue()',
          '!has(object.spec.nodeName)',
        ],
        ...[
          "object.spec.?nodeSelector.orValue({}) == {'pool': 'p'}",
          "object.spec.containers.map(c, c.name) == ['main', 'side']",
        ],
        ...[
          "object.metadata.?labels.orValue({}).exists(k, object.metadata.labels[k] == 'web')",
          '1.0 == 1.0 && 2.5 > 2.0',
        ],
        ...["object.metadata.labels['app'] == 'web'", 'object.spec.securityContext.runAsNonRoot == true'],
      ),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(tie('truth'), fc.constantFrom('&&', '||'), tie('truth'))
        .map(([a, by, b]) => `(${a} ${by} ${b})`),
    },
    { weight: 1, arbitrary: tie('truth').map((a) => `!(${a})`) },
  ),
}));

/** Expressions that are true or false of a pod; `variables.v` is a text. */
export const expression: fc.Arbitrary<string> = truth.filter((made) => made.length < 1000);
export const VARIABLES = [{ name: 'v', expression: "object.metadata.name + '-v'" }] as const;
