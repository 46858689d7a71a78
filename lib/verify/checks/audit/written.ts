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
    for (const links of evidence.plans) {
      for (const resource of links.of(TRAIL, GROUP, FLOW_LOG)) {
        const { place } = evidence.cloud;
        const problems =
          place === undefined
            ? [cloudUnknown('region or account')]
            : new LogWriter(evidence, links, place).problems(resource);
        if (problems !== 'nothing to ask') yield { subject: resourceSubject(resource), problems };
      }
    }
  },
};
