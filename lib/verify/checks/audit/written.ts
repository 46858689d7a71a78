import { recordsAll, trailsOf, type Trail } from '../../cloud/trail';
import type { Check } from '../check';
import { cloudUnknown } from '../cloud-unknown';
import { resourceSubject } from '../../problem';
import { FLOW_LOG, GROUP, LogWriter, TRAIL } from './parts/log-writer';

export const written: Check = {
  id: 'audit/written',
  title: 'Whoever writes the logs may store and encrypt them',
  why: 'A log that its writer may not write stays empty, and nobody misses it before the day on which it is needed.',
  stops: ['A2'],
  control: 'policies of the bucket and of the keys, which name the service and what it acts for; roles of deliveries',
  fix: 'let the service that writes the log use its bucket, its key, its log group',
  positive: true,
  *judge(evidence) {
    const { place, buckets } = evidence.cloud;
    const judged = evidence.plans.flatMap((links) =>
      links.of(TRAIL, GROUP, FLOW_LOG).flatMap((resource) => {
        const problems =
          place === undefined
            ? [cloudUnknown('region or account')]
            : new LogWriter(evidence, links, place).problems(resource);
        return problems === 'nothing to ask' ? [] : [{ resource, problems }];
      }),
    );
    const trails = evidence.plans.flatMap(trailsOf);
    const isWritten = ({ resource }: Trail): boolean =>
      judged.some((item) => item.resource === resource && item.problems.length === 0);
    const names = buckets.map(({ name }) => name);
    for (const { resource, problems } of judged) {
      const own = trails.find((trail) => trail.resource === resource);
      // One that is written is enough, where it holds all that another one does.
      const isCopy = own !== undefined && trails.some((trail) => isWritten(trail) && recordsAll(trail, own, names));
      yield { subject: resourceSubject(resource), problems: isCopy ? [] : problems };
    }
  },
};
