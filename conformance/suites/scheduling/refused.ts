import { EngineFault } from '../../engine-fault';
import type { Kubectl } from '../../rig/kubectl';
import type { Row } from '../../report/expected-behaviour';
import type { Question } from '../question';

/** An object that the API server must refuse, and the words of whoever has to refuse it. */
export interface Refused {
  readonly title: string;
  readonly object: object;
  /** Words of the refusal: another reason would prove nothing. */
  readonly by: RegExp;
  readonly row?: Row;
}

/** Creates the object for nothing, with every check of the real thing. */
export function refusedQuestion(kubectl: Kubectl, { title, object, by, row }: Refused): Question {
  return {
    title,
    ...(row && { row }),
    ask: async () => {
      const { code, stderr } = await tryToCreate(kubectl, object);
      if (code === 0) throw new EngineFault('accepted');
      if (!by.test(stderr)) throw new EngineFault(`refused for another reason: ${stderr}`);
      return stderr;
    },
  };
}

/** The same for an object that must be accepted: what makes a refusal of its like worth something. */
export function acceptedQuestion(kubectl: Kubectl, title: string, object: object): Question {
  return {
    title,
    ask: async () => {
      const { code, stderr } = await tryToCreate(kubectl, object);
      if (code !== 0) throw new EngineFault(stderr);
    },
  };
}

async function tryToCreate(
  kubectl: Kubectl,
  object: object,
): Promise<{ readonly code: number; readonly stderr: string }> {
  const { code, stderr } = await kubectl.answer(
    ['create', '--filename=-', '--dry-run=server', '--validate=strict'],
    JSON.stringify(object),
  );
  return { code, stderr: refusalIn(stderr) };
}

/** The refusal itself, without the warnings around it. */
export function refusalIn(stderr: string): string {
  const lines = stderr.trim().split('\n');
  return lines.filter((line) => !line.startsWith('Warning:')).join('\n');
}
