import { PROJECTS, type Excuse } from './excuse';

const SERVICES = 'ml-(?:data|registry|platform)';
const COMPONENTS = '(?:kube-system|falco|kyverno|mount-s3|nvidia-device-plugin)';

export const OF_NETWORK_POLICIES: readonly Excuse[] = [
  {
    of: /^NetworkPolicy /,
    path: /^metadata\.name$/,
    operators: ['other'],
    nature: 'words',
    reason: 'a name that nothing refers to',
  },
  {
    of: /^NetworkPolicy /,
    path: /\.ports\[\d\]\.protocol$/,
    operators: ['remove'],
    nature: 'same',
    reason: 'the default is TCP; for DNS the rule beside it has UDP',
  },
  {
    of: /^NetworkPolicy /,
    path: /^spec\.policyTypes(?:\[\d\])?$/,
    operators: ['remove'],
    nature: 'same',
    reason: 'without types a policy is for ingress, and for egress if it has such rules: both are denied beside it',
  },
  {
    of: new RegExp(`^NetworkPolicy ${PROJECTS}/`),
    path: /^spec\.podSelector$/,
    operators: ['remove'],
    nature: 'same',
    reason: 'a missing selector selects every pod, as the empty one does',
  },
  {
    of: new RegExp(`^NetworkPolicy ${PROJECTS}/[^ ]*--peers `),
    path: /^spec\.(?:podSelector|(?:ingress|egress)\[0\]\.(?:from|to)\[0\]\.podSelector)\.matchLabels(?:\.batch\.kubernetes\.io\/job-name)?$/,
    operators: ['remove'],
    nature: 'aside',
    reason: 'all pods of the project instead of those of one job: jobs of a project share its identity and its data',
  },
  {
    of: new RegExp(`^NetworkPolicy ${COMPONENTS}/`),
    path: /^(?:|metadata\.namespace|spec|spec\.(?:podSelector|policyTypes|ingress|egress).*)$/,
    operators: ['remove', 'other', 'more', 'widen'],
    nature: 'aside',
    reason:
      'policies of node agents and operators open what these need where pods start closed; no project is opened by one, and what agents may do has checks',
  },
  {
    of: new RegExp(`^NetworkPolicy ${SERVICES}/[^ ]*-default-deny `),
    path: /^(?:|metadata\.namespace|spec|spec\.(?:podSelector.*|policyTypes\[\d\]))$/,
    operators: ['remove', 'other'],
    nature: 'twice',
    reason: 'the access policy selects the same pods and isolates them as well',
  },
  {
    of: new RegExp(`^NetworkPolicy ${SERVICES}/[^ ]*-access `),
    path: /^spec\.egress(?:\[\d\].*)?$/,
    operators: ['remove', 'other', 'more'],
    nature: 'less',
    reason:
      "a service that reaches less, or more of the endpoints' and of the DNS pods' ports; where it may go on to has a check",
  },
  {
    of: new RegExp(`^NetworkPolicy ${SERVICES}/[^ ]*-access `),
    path: /^spec\.podSelector(?:\.matchLabels(?:\.app)?)?$/,
    operators: ['remove'],
    nature: 'aside',
    reason: "all pods of the service's namespace instead of its own: projects name the service's own",
  },
];
