import { grouped } from '../../model/grouped';
import { counted } from '../../model/counted';
import type { Summary } from './report';

/** What a verdict is about: `Verdict of these files only: ml-alpha, ml-beta`. */
export function headline({ complete, projects }: Summary): string {
  const scope = complete ? 'Verdict on the cluster' : 'Verdict of these files only';
  const named = projects.length > 4 ? `${projects.length} projects` : projects.join(', ');
  return `${scope}${named === '' ? '' : `: ${named}`}`;
}

/** How many checks came to what: `58 checks pass, 1 fails, 0 not known, 1 accepted`. */
export function countsText({ checks: { pass, fail, unknown, accepted } }: Summary): string {
  const [passing, failing] = [counted(pass, 'check passes', 'checks pass'), counted(fail, 'fails', 'fail')];
  return `${passing}, ${failing}, ${unknown} not known, ${accepted} accepted`;
}

/** Families that were not judged, with the reason that they share: `Nodes, Audit (no plan and no IAM documents)`. */
export function notJudgedText({ notJudged }: Summary): readonly string[] {
  const byReason = grouped(notJudged, ({ reason }) => reason);
  return [...byReason].map(([reason, same]) => `${same.map(({ family }) => family).join(', ')} (${reason})`);
}
