import { isRecord } from '../../record';
import { Field, itemsIn, textsIn } from '../field';
import type { SourceDocument } from '../input-file';
import type { InputFaults } from '../input-fault';
import type { Path } from '../line-of';
import { plannedAccount } from './plan-account';
import type { Plan, PlannedResource } from './planned-resource';
import { decodeWireValue, type PlanValue } from './wire-value';

/** Version of deployments that is understood (https://www.pulumi.com/docs/iac/cli/commands/pulumi_stack_export/). */
const DEPLOYMENT_VERSION = 3;

/** Whether a document is `pulumi stack export`, `training-isolation plan --format json` or `pulumi preview --json`. */
export function looksLikePlan(value: unknown): boolean {
  return isRecord(value) && (Object.hasOwn(value, 'deployment') || looksLikePreview(value));
}

/** Other tools have steps too, builds for one. A preview without any still has its summary. */
function looksLikePreview(value: Readonly<Record<string, unknown>>): boolean {
  const { steps } = value;
  if (Object.hasOwn(value, 'kind') || !Object.hasOwn(value, 'steps')) return false;
  return Object.hasOwn(value, 'changeSummary') || (Array.isArray(steps) && steps.some(isPreviewStep));
}

/** https://github.com/pulumi/pulumi, pkg/display/json.go, PreviewStep */
function isPreviewStep(step: unknown): boolean {
  return isRecord(step) && Object.hasOwn(step, 'op') && Object.hasOwn(step, 'urn');
}

/** The resources of a stack export, a plan or a preview; undefined, with the fault reported, if it is none of them. */
export function readPlan(document: SourceDocument, faults: InputFaults): Plan | undefined {
  const root = new Field(document.value, { document, faults, path: [] });
  const deployment = root.get('deployment');
  if (deployment === undefined) return readPreview(root);
  const version = root.get('version');
  if (version?.value !== DEPLOYMENT_VERSION) {
    (version ?? root).refuse(`version ${DEPLOYMENT_VERSION} of deployments`, 'export the stack with a current Pulumi');
    return undefined;
  }
  const resources = deployment.get('resources');
  return planOf(
    document,
    itemsIn(resources).flatMap((resource) =>
      // A replaced resource stays in the export until its deletion is done, or as long as nothing was made in its place.
      resource.isRecord() && GOING.some((mark) => resource.get(mark)?.value === true) ? [] : plannedResource(resource),
    ),
  );
}

const planOf = (document: SourceDocument, resources: readonly PlannedResource[]): Plan => ({
  documents: [document],
  resources,
  account: plannedAccount(resources),
});

/** https://github.com/pulumi/pulumi, sdk/go/common/apitype/core.go, ResourceV3 */
const GOING = ['delete', 'pendingReplacement'];

const GONE = new Set(['delete', 'delete-replaced', 'discard', 'discard-replaced', 'remove-pending-replace']);

function readPreview(root: Field): Plan | undefined {
  return planOf(
    root.document,
    itemsIn(root, 'steps').flatMap((step) => {
      const op = step.get('op')?.text();
      const state = step.get('newState');
      return op === undefined || GONE.has(op) || state === undefined ? [] : plannedResource(state);
    }),
  );
}

function plannedResource(field: Field): readonly PlannedResource[] {
  const urn = field.get('urn')?.text();
  const type = field.get('type')?.text();
  if (urn === undefined || type === undefined) {
    field.refuse('a resource with urn and type', 'export the stack again');
    return [];
  }
  const parent = field.get('parent')?.text();
  const provider = field.get('provider')?.text();
  return [
    {
      urn,
      type,
      name: urn.slice(urn.lastIndexOf('::') + 2),
      inputs: properties(field.get('inputs')),
      outputs: properties(field.get('outputs')),
      ...(parent === undefined ? {} : { parent }),
      isComponent: field.get('custom')?.value === false,
      // The id of the provider follows its URN.
      ...(provider === undefined ? {} : { provider: provider.slice(0, provider.lastIndexOf('::')) }),
      propertyDependencies: Object.fromEntries(
        (field.get('propertyDependencies')?.entries() ?? []).map(([input, urns]) => [input, textsIn(urns)]),
      ),
      document: field.document,
      path: field.pathInDocument as Path,
    },
  ];
}

function properties(field: Field | undefined): { readonly [key: string]: PlanValue } {
  if (field === undefined || !field.isRecord()) return {};
  return decodeWireValue(field.value) as { readonly [key: string]: PlanValue };
}
