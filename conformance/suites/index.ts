import { admission } from './admission';
import { authority } from './authority';
import { dump } from './dump';
import { manifests } from './manifests';
import { peers } from './peers';
import { pulumi } from './pulumi';
import { kyvernoRules } from './kyverno-rules';
import { limits } from './limits';
import { lifecycle } from './lifecycle';
import { nativePolicies } from './native-policies';
import { networkPolicies } from './network-policies';
import { node } from './node';
import { podSecurity } from './pod-security';
import { reviews } from './reviews';
import { rig } from './rig';
import { scheduling } from './scheduling';
import type { Suite } from './suite';
import { yaml } from './yaml';

/** Every suite, in the order in which they run. A new one is a file and a line here. */
export const suites: readonly Suite[] = [
  peers,
  rig,
  yaml,
  manifests,
  authority,
  reviews,
  podSecurity,
  nativePolicies,
  kyvernoRules,
  networkPolicies,
  limits,
  scheduling,
  lifecycle,
  admission,
  dump,
  pulumi,
  node,
];
