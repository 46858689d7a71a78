/** The verifier: judges what other tools wrote. It knows the model, and nothing of the code that writes. */
export { inputsOf, readInputs } from './input/inputs';
export type { Inputs } from './input/inputs';
export type { KubernetesObject } from './input/kubernetes-object';
export { ASSUMPTIONS, readAssumptions } from './assumptions';
export type { Assumptions } from './assumptions';

export { verify } from './verify';
export type { VerifyOptions } from './verify';
export type { JudgingOptions } from './judging-options';
export { FORMATS } from './reports/formats';
export type { Format, FormatOptions } from './reports/formats';
export { objections } from './reports/objections';
export type { Objection, ObjectionOptions } from './reports/objections';
export { readReport } from './reports/read-report';
export type { Report, ReportedCheck, ReportedFinding, Summary } from './reports/report';
export type { Allowed } from './relations/allowed';
export type { Reachable } from './relations/reachable';
export type { Readable } from './relations/readable';
export type { Status } from './verdict/status';
export { readBaseline } from './verdict/baseline';
export type { BaselineEntry } from './verdict/baseline';
export { CHECKS } from './checks';
export { FAMILIES } from './checks/check';
export type { Check, Family } from './checks/check';
export { THREATS, type Threat } from '../model/risk/threats';
export { compare } from './comparison/comparison';
export type { ComparedFinding, Comparison, TurnedCheck } from './comparison/comparison';
export type { Change } from './comparison/change';

export { ask } from './reachability/question';
export type { Answer, AskedEnd, Question } from './reachability/question';
export { Reachability } from './reachability/reachability';
export type { OutsideConnections, ReachabilityOptions } from './reachability/reachability';
export { allowedRow, listConnections, undecidedRow } from './reachability/connection-list';
export type { Connection, ConnectionRow } from './reachability/connection-list';
export type { End } from './reachability/ends';
export type { Connections, Protocol } from './reachability/connections';
export type { Estimate } from './reachability/estimate';
export type { EnforcingCni, NetworkPremises } from './reachability/premises';

export { accessFacts } from './access/facts/access-facts';
export type { AccessFacts, Role } from './access/facts/role';
export { decide } from './access/decision';
export type { Decision, Outcome } from './access/decision';
export { missingText } from './access/missing';
export type { Missing } from './access/missing';
export { roleContext } from './access/role-context';
export { Context } from './access/request';
export { escalations } from './access/proof/escalation';
export type { Escalation } from './access/proof/escalation';
export type { Proof, Witness } from './access/proof/proof';
export { provePrefix } from './access/proof/prove-prefix';
export { trusted } from './access/trust';
export type { Demanded, Trusted } from './access/trust';

export { Authority } from './authority/authority';
export type { Grant } from './authority/authority';
export { indirectPaths } from './authority/indirect';
export { whoCan } from './authority/who-can';
export type { Holder } from './authority/who-can';
export type { ApiRequest } from './authority/rule';
export type { UrlRequest } from './authority/url';
export type { Identity, RbacSubject } from './authority/subject';

export { Placement } from './placement/placement';
export type { Demands, Placed } from './placement/placement';
export type { NodePool } from './placement/node-pool';
