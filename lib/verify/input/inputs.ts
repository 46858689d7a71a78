import { readFileSync } from 'node:fs';
import { refuseFaults } from '../../model/fault/fault';
import { inputFaults, textList } from '../../model/fault/shape';
import { isRecord } from '../record';
import { Field } from './field';
import type { InputFile, SourceDocument } from './input-file';
import { InputFaults } from './input-fault';
import { looksLikeObject, objectsOf, type KubernetesObject } from './kubernetes-object';
import { KnownBlocks } from './known-blocks';
import { parseText } from './parse-text';
import { joinedPlans } from './pulumi/joined-plans';
import { looksLikePlan, readPlan } from './pulumi/plan';
import type { Plan } from './pulumi/planned-resource';
import { readPaths } from './read-paths';
import { kubernetesResource } from './pulumi/kubernetes-resource';
import { oneOfAName } from './one-of-a-name';
import { looksLikeIam } from './iam-document';

/** Everything that was given to judge. */
export interface Inputs {
  /** Files as they were read, in the order of their paths. */
  readonly files: readonly InputFile[];
  /** Objects of manifests, lists and dumps, and those that plans would create, one of a name. In the order of the input. */
  readonly objects: readonly KubernetesObject[];
  /** Plans, stack exports and previews of Pulumi; stacks of one account are one plan. */
  readonly plans: readonly Plan[];
  /** IAM documents that were given as plain JSON, and answers of the AWS CLI that hold some. */
  readonly iam: readonly Field[];
  /** Documents of folders that are none of these; they were not judged. */
  readonly ignored: readonly SourceDocument[];
  /** Where faults go that only an evaluator can see. */
  readonly faults: InputFaults;
}

/**
 * Reads files, folders and standard input (`-`).
 *
 * @param namespace of objects that name none, as `kubectl apply --namespace` gives it. @default "default"
 * @throws InvalidInputError if anything cannot be read or understood, or if there is nothing to judge
 */
export function readInputs(
  paths: readonly string[],
  standardInput: () => string = () => readFileSync(0, 'utf8'),
  namespace?: string,
): Inputs {
  // Of JavaScript: a text would be read as a list of its letters.
  refuseFaults(
    'the paths',
    inputFaults(textList, paths, () => []),
  );
  const faults = new InputFaults();
  const read = readPaths(paths, standardInput, faults);
  const files = namespace === undefined ? read : read.map((file) => ({ ...file, namespace }));
  const named = new Set(files.filter((file) => file.named).map(({ name }) => name));
  const inputs = inputsOf(files, faults, named);
  const { objects, plans, iam } = inputs;
  if (objects.length + plans.length + iam.length === 0 && !faults.any) {
    faults.inFile(
      paths.join(', ') || 'the input',
      files.length === 0 ? 'nothing' : 'files without anything to judge',
      'Kubernetes objects, Pulumi plans or IAM documents',
      'an empty input is no proof: check the paths',
    );
  }
  faults.refuse();
  return inputs;
}

/**
 * The inputs of texts that were read already.
 *
 * @param named names of the files that must be understood; of others, documents of unknown form are set aside
 */
export function inputsOf(
  files: readonly InputFile[],
  faults: InputFaults = new InputFaults(),
  named: ReadonlySet<string> = new Set(files.map(({ name }) => name)),
): Inputs {
  const objects: KubernetesObject[] = [];
  const plans: Plan[] = [];
  const iam: Field[] = [];
  const ignored: SourceDocument[] = [];
  const blocks = new KnownBlocks();
  for (const file of files) {
    for (const document of parseText(file, faults, blocks)) {
      const { value } = document;
      if (looksLikePlan(value)) {
        const plan = readPlan(document, faults);
        if (plan === undefined) continue;
        plans.push(plan);
        objects.push(...plan.resources.flatMap((resource) => kubernetesResource(resource, faults)));
      } else if (looksLikeObject(value)) {
        objects.push(...objectsOf(document, faults));
      } else if (looksLikeIam(value)) {
        iam.push(new Field(value, { document, faults, path: [] }));
      } else if (named.has(file.name) || looksHalfDone(value)) {
        faults.inDocument(
          document,
          [],
          value,
          'a Kubernetes object (apiVersion, kind), a Pulumi plan or an IAM document',
          'give only files that can be judged',
        );
      } else {
        ignored.push(document);
      }
    }
  }
  return { files, objects: oneOfAName(objects, faults), plans: joinedPlans(plans), iam, ignored, faults };
}

/** A Kubernetes object without its kind or version is a broken object, not somebody else's file. */
function looksHalfDone(value: unknown): boolean {
  if (!isRecord(value)) return typeof value !== 'object';
  if (Object.hasOwn(value, 'metadata') && Object.hasOwn(value, 'spec')) return true;
  return Object.hasOwn(value, 'apiVersion') && Array.isArray(value['items']);
}
