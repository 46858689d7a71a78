import { accountOfArn } from '../../../model/aws/arn';
import { itemsIn, type Field } from '../../input/field';
import type { Inputs } from '../../input/inputs';
import type { Path } from '../../input/line-of';
import type { Missing } from '../missing';
import { policyName, type NamedPolicy, type PolicyHolder } from '../policy/named-policy';
import type { Policy, PolicyPlace } from '../policy/policy';
import { readPolicy } from '../policy/read-policy';
import { ifChangeable, isChangeable } from './managed-policy';
import { UNKNOWN_TAGS } from './planned-tags';
import { printedEndpoints } from './printed-endpoints';
import { NO_FACTS, type AccessFacts, type EndpointFacts, type LoosePolicy, type Role } from './role';
import { decoded, printedTags, type PrintedRole } from './printed';
import { whosePolicy } from './whose-policy';

/**
 * The IAM side of plain documents: policies by themselves, and what the AWS CLI prints around them
 * (`get-account-authorization-details`, `get-role`, `get-role-policy`, `get-bucket-policy`, `get-key-policy`, `describe-vpc-endpoints`).
 *
 * A policy by itself does not say whose it is. One without principals is taken for one of the role that is asked about;
 * one with principals says by its actions and resources whether it is a trust, a bucket's or an endpoint's, or it is of
 * some resource that it does not name.
 */
export function documentFacts({ iam, faults }: Pick<Inputs, 'iam' | 'faults'>): AccessFacts {
  const reader = new DocumentReader(faults);
  // Policies stand apart from whom they are attached to, perhaps in another file.
  for (const field of iam) reader.readManaged(field);
  for (const field of iam) reader.read(field);
  return reader.facts();
}

type Demands = NonNullable<PolicyPlace['demands']>;
const NOT_SAID = {
  id: undefined,
  vpc: undefined,
  leadsTo: undefined,
  isOfAws: true,
  isGateway: undefined,
  hasPolicy: true,
};
const OF_RESOURCES: Demands = ['Principal', 'Resource'];

class DocumentReader {
  /** By ARN, or by name where none was printed. */
  private readonly roles = new Map<string, PrintedRole>();
  /** Documents of managed policies by ARN. */
  private readonly managed = new Map<string, Field>();
  private readonly loose: Policy[] = [];
  private readonly looseTrusts: Policy[] = [];
  private readonly buckets = new Map<string, Policy>();
  private readonly keys = new Map<string, Policy>();
  private readonly users: Role[] = [];
  private readonly endpoints: EndpointFacts[] = [];
  private readonly looseResources: LoosePolicy[] = [];

  constructor(private readonly faults: Inputs['faults']) {}

  facts(): AccessFacts {
    const known = this.wholeRoles().map((facts): Role => {
      const { name } = facts;
      const boundary = this.boundary(name, facts.boundaryArn);
      return {
        name,
        path:
          facts.arn === undefined
            ? undefined
            : facts.arn.slice(facts.arn.indexOf(':role') + ':role'.length, facts.arn.lastIndexOf('/') + 1),
        arn: facts.arn,
        account: accountOfArn(facts.arn ?? ''),
        ...(facts.tags === undefined ? UNKNOWN_TAGS : { tags: facts.tags }),
        identity: facts.identity,
        attached: facts.attached,
        boundaryArn: ifChangeable(facts.boundaryArn),
        boundary: boundary === 'missing' ? undefined : boundary,
        trust: facts.trust,
        missing: [
          ...facts.missing,
          ...(boundary === 'missing' ? [{ kind: 'boundary', role: name } as const] : []),
          // Who prints a role alone has not asked for its policies.
          ...(facts.isAlone === true && facts.identity.length === 0
            ? [{ kind: 'every-policy', role: name } as const]
            : []),
        ],
      };
    });
    return {
      ...NO_FACTS,
      roles: known,
      users: this.users,
      rolesElsewhere: [],
      loose: { identity: this.loose, trusts: this.looseTrusts, resources: this.looseResources },
      buckets: this.buckets,
      keys: this.keys,
      endpoints: this.endpoints,
      missing: this.looseResources.flatMap(({ bucket }) =>
        bucket === undefined || this.buckets.has(bucket) ? [] : { kind: 'bucket-policy', bucket },
      ),
    };
  }

  read(field: Field): void {
    const file = field.document.file.name;
    if (field.get('RoleDetailList') !== undefined) {
      this.readAccount(field);
      return;
    }
    const endpoints = field.get('VpcEndpoints');
    if (endpoints !== undefined) {
      this.endpoints.push(
        ...printedEndpoints(endpoints, (document, named) => this.policy(document, named, OF_RESOURCES)),
      );
      return;
    }
    const role = field.get('Role');
    if (role !== undefined) {
      const facts = this.readRole(role);
      if (facts !== undefined) facts.isAlone = true;
      return;
    }
    const roleName = field.get('RoleName')?.text();
    const document = field.get('PolicyDocument');
    if (roleName !== undefined && document !== undefined) {
      const name = field.get('PolicyName')?.text() ?? file;
      const named: NamedPolicy = { kind: 'inline-policy', policy: name, holder: `role ${roleName}` };
      this.add(this.role(roleName).identity, document, named);
      return;
    }
    const inner = document ?? field.at('PolicyVersion', 'Document') ?? field.get('Policy') ?? field;
    const isPrinted = typeof field.get('Policy')?.value === 'string';
    const named: NamedPolicy = { kind: 'loose-policy', file };
    const policy = this.policy(inner, named, isPrinted ? OF_RESOURCES : []);
    if (policy === undefined) return;
    // S3 and the others refuse a policy of which a statement does not say whom it is about.
    const { statements } = policy;
    const isAboutSome = statements.some(({ principals }) => principals !== undefined);
    if (isAboutSome && statements.some(({ principals }) => principals === undefined))
      this.policy(inner, named, ['Principal']);
    else this.place(policy, file, isPrinted);
  }

  readManaged(field: Field): void {
    for (const policy of itemsIn(field, 'Policies')) {
      const current = itemsIn(policy, 'PolicyVersionList').find(
        (version) => version.get('IsDefaultVersion')?.value === true,
      );
      const arn = policy.get('Arn')?.text();
      const document = current?.get('Document');
      if (arn !== undefined && document !== undefined) this.managed.set(arn, document);
    }
  }

  private readAccount(field: Field): void {
    for (const role of itemsIn(field, 'RoleDetailList')) {
      const facts = this.readRole(role);
      if (facts !== undefined)
        this.readRights(role, `role ${role.get('RoleName')?.text() ?? ''}`, 'RolePolicyList', facts);
    }
    for (const user of itemsIn(field, 'UserDetailList'))
      this.readHolder(user, user.get('UserName')?.text() ?? '', 'UserPolicyList');
    for (const group of itemsIn(field, 'GroupDetailList'))
      this.readHolder(group, `(of group ${group.get('GroupName')?.text() ?? ''})`, 'GroupPolicyList');
  }

  /** A user, or whoever is in a group. */
  private readHolder(field: Field, name: string, list: string): void {
    const given = field.get('Arn')?.text();
    const isGroup = list === 'GroupPolicyList';
    const holder = { identity: [] as Policy[], attached: [] as string[], missing: [] as Missing[] };
    this.readRights(field, `user ${name}`, list, holder);
    if (holder.identity.length + holder.missing.length === 0) return;
    const boundaryArn = field.at('PermissionsBoundary', 'PermissionsBoundaryArn')?.text();
    const boundary = this.boundary(name, boundaryArn);
    const arn = given?.replace(/:group(\/(?:.+\/)?)[^/]+$/, `:user$1${name}`);
    this.users.push({
      ...holder,
      name,
      path: undefined,
      arn,
      account: accountOfArn(arn ?? ''),
      isUser: true,
      // Members of a group have tags of their own.
      ...(isGroup ? UNKNOWN_TAGS : { tags: printedTags(field) }),
      boundary: boundary === 'missing' ? undefined : boundary,
      boundaryArn: ifChangeable(boundaryArn),
      trust: undefined,
    });
  }

  /** Inline and attached policies. */
  private readRights(
    field: Field,
    holder: PolicyHolder,
    list: string,
    {
      identity,
      attached,
      missing,
    }: { readonly identity: Policy[]; readonly attached: string[]; readonly missing: Missing[] },
  ): void {
    for (const inline of itemsIn(field, list)) {
      const document = inline.get('PolicyDocument');
      if (document !== undefined)
        this.add(identity, document, {
          kind: 'inline-policy',
          policy: inline.get('PolicyName')?.text() ?? '',
          holder,
        });
    }
    for (const item of itemsIn(field, 'AttachedManagedPolicies')) {
      const arn = item.get('PolicyArn')?.text() ?? '';
      if (isChangeable(arn)) attached.push(arn);
      const document = this.managed.get(arn);
      const named: NamedPolicy = { kind: 'attached-policy', policy: arn, holder };
      if (document === undefined) missing.push(named);
      else this.add(identity, document, named);
    }
  }

  private readRole(field: Field): PrintedRole | undefined {
    const name = field.get('RoleName')?.text();
    if (name === undefined) {
      field.refuse('a role with RoleName', 'give what the AWS CLI printed');
      return undefined;
    }
    const facts = this.role(name, field.get('Arn')?.text());
    facts.boundaryArn = field.at('PermissionsBoundary', 'PermissionsBoundaryArn')?.text();
    facts.tags = printedTags(field);
    const trust = field.get('AssumeRolePolicyDocument');
    const named: NamedPolicy = { kind: 'trust-policy', role: name };
    const policy = trust === undefined ? undefined : this.policy(trust, named, ['Principal']);
    if (policy !== undefined) facts.trust = policy;
    return facts;
  }

  /** `get-role` names the boundary; its text is in the account's details alone. */
  private boundary(role: string, arn: string | undefined): Policy | 'missing' | undefined {
    if (arn === undefined) return undefined;
    const document = this.managed.get(arn);
    const policy = document === undefined ? undefined : this.policy(document, { kind: 'boundary', role });
    return policy ?? 'missing';
  }

  /** The roles with what was printed of them by their name alone. */
  private wholeRoles(): readonly PrintedRole[] {
    const all = [...this.roles.values()];
    return all.flatMap((role): readonly PrintedRole[] => {
      const same = all.filter(
        ({ name, arn }) => name === role.name && (arn === undefined) !== (role.arn === undefined),
      );
      if (role.arn === undefined) return same.length === 0 ? [role] : [];
      return [{ ...role, identity: [role, ...same].flatMap(({ identity }) => identity) }];
    });
  }

  /** Two accounts may have roles of one name; what is printed without an ARN is put to its role in the end. */
  private role(name: string, arn?: string): PrintedRole {
    const key = arn ?? name;
    const facts: PrintedRole = this.roles.get(key) ?? { name, arn, identity: [], attached: [], missing: [] };
    this.roles.set(key, facts);
    return facts;
  }

  private add(to: Policy[], field: Field, named: NamedPolicy): void {
    const policy = this.policy(field, named);
    if (policy !== undefined) to.push(policy);
  }

  /** The CLI prints documents as objects, as JSON texts, or URL-encoded. */
  private policy(field: Field, named: NamedPolicy, demands: Demands = []): Policy | undefined {
    const value = decoded(field);
    if (value === undefined) return undefined;
    const policy = readPolicy(
      value,
      { name: policyName(named), document: field.document, path: field.pathInDocument as Path, demands },
      this.faults,
    );
    return policy === 'unknown' ? undefined : policy;
  }

  private refuseSecond({ place: { document, path, name } }: Policy, bucket: string): void {
    this.faults.inDocument(
      document,
      path,
      name,
      `one policy of bucket ${bucket}`,
      'leave out the one that does not count; give the policy of an endpoint as describe-vpc-endpoints prints it',
    );
  }

  private place(policy: Policy, file: string, isPrinted: boolean): void {
    const whose = whosePolicy(policy, isPrinted);
    switch (whose.kind) {
      case 'role':
        this.loose.push(policy);
        return;
      case 'trust':
        this.looseTrusts.push(policy);
        return;
      case 'bucket':
        if (this.buckets.has(whose.bucket)) this.refuseSecond(policy, whose.bucket);
        this.buckets.set(whose.bucket, policy);
        return;
      case 'endpoint':
        this.endpoints.push({ ...NOT_SAID, name: file, service: 's3', policy });
        return;
      case 'resource':
        this.looseResources.push({ policy, ...whose });
        if (whose.bucket !== undefined) return;
        if (policy.statements.some(({ actions }) => actions.patterns.some((action) => /^kms:/i.test(action))))
          this.keys.set(`${file}${this.keys.has(file) ? ` (${this.keys.size + 1})` : ''}`, policy);
        // It is judged as an endpoint's, and decides no request as one: of which service, it does not say.
        else if (whose.mayBeEndpoint) this.endpoints.push({ ...NOT_SAID, name: file, service: '', policy });
    }
  }
}
