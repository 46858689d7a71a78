import { ApiClient } from '../../rig/api-client';
import { until } from '../../rig/until';
import type { Question } from '../question';
import { attemptsIn, sreRights, type Attempt } from './attempts';
import { nameOf, without, type Refuser } from './refuser';
import type { Setting } from './setting';

/**
 * What only one control refuses: it is refused in that control's words, and let in when the control is gone, while
 * everything else is refused as before.
 */
export async function guardQuestions(setting: Setting): Promise<Question[]> {
  const { kubectl } = setting.cluster;
  await kubectl.mustApply([sreRights]);
  const [rank] = await kubectl.list('pods', setting.platform.projects[0]?.namespace);
  const guards = new Guards(setting, attemptsIn(setting, rank?.metadata.name ?? ''));
  return [
    ...guards.attempts.map((attempt) => ({
      title: `${attempt.what}: refused by ${nameOf(setting.platform, attempt.by)}; without it let in, and of ${guards.attempts.length - 1} other attempts none`,
      ...(attempt.row && { row: attempt.row }),
      ask: () => guards.withAndWithout(attempt),
    })),
    {
      title: 'with every control in its place again all of these are refused again',
      ask: async () => {
        await guards.untilRefused(guards.attempts);
        guards.close();
        return `${guards.attempts.length} attempts, ${guards.attempts.length} refused`;
      },
    },
  ];
}

class Guards {
  private readonly api: ApiClient;
  /** The words of each refusal. */
  private readonly words = new Map<Attempt, string>();

  constructor(
    private readonly setting: Setting,
    readonly attempts: readonly Attempt[],
  ) {
    this.api = new ApiClient(setting.cluster.kubeconfig);
  }

  /** Returns the words of the refusal. */
  async withAndWithout(attempt: Attempt): Promise<string> {
    if (!this.words.has(attempt)) await this.untilRefused(this.attempts);
    // The control before this one is put back at the same time: both changes have come when just this attempt is let in.
    await without(this.setting, [attempt.by], () => this.untilRefused(this.attempts.filter((one) => one !== attempt)));
    return this.words.get(attempt) ?? '';
  }

  /** Waits until just these are refused, each in the words of its control. The API server follows in a second. */
  async untilRefused(refused: readonly Attempt[]): Promise<void> {
    await until({
      what: 'the API server answers as expected',
      deadlineSeconds: 20,
      missing: async () => {
        const wrong = await Promise.all(
          this.attempts.map(async (attempt) => {
            const words = await refusalOf(this.api, attempt);
            const isRefused = words !== undefined && this.isBy(attempt.by, words);
            if (isRefused) this.words.set(attempt, words);
            const isRight = refused.includes(attempt) ? isRefused : words === undefined;
            return isRight ? [] : [`${attempt.what}: ${words ?? 'let in'}`];
          }),
        );
        return wrong.flat().length === 0 ? undefined : wrong.flat().join('\n');
      },
    });
  }

  close(): void {
    this.api.close();
  }

  private isBy(by: Refuser, words: string): boolean {
    return words.includes(by === 'quota' ? 'exceeded quota: project' : `'${nameOf(this.setting.platform, by)}'`);
  }
}

async function refusalOf(api: ApiClient, { request }: Attempt): Promise<string | undefined> {
  const { status, text } = await api.answer(request);
  // A shell that is let in fails here all the same: nobody upgrades the connection.
  if (status < 300 || (status === 400 && /upgrade request required/i.test(text))) return undefined;
  return (JSON.parse(text) as { message?: string }).message ?? text;
}
