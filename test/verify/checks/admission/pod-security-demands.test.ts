import { definePlatform } from '../../../../lib';
import { synthesizeAll } from '../../../kubernetes/document-1';
import { OPTIONS, plainDraft } from '../described-options';
import { judgedBy, object, type Loose } from '../example';

const draft = plainDraft();
OPTIONS['policies of the API server']?.(draft);
const platform = definePlatform(draft.platform);
const written = (): Loose[] => structuredClone(synthesizeAll(draft.platform, draft.job)) as Loose[];
const demandsOf = (objects: Loose[]): Loose[] =>
  object(objects, 'ValidatingAdmissionPolicy', 'ml-pod-security').spec.validations;
const status = (objects: Loose[]): string => judgedBy('admission/pod-security', objects, { platform }).status;

/** What other checks ask about, what no node of training has, and what is nothing without another fault: privileges that one may not gain. */
const ELSEWHERE = /volumes of these kinds|windowsOptions|host in probes|securityContext\.privileged/;
const asked = demandsOf(written()).filter(({ message }) => !ELSEWHERE.test(message));

test('the policy of the API server holds in every demand', () => {
  expect(status(written())).toBe('pass');
  expect(asked.length).toBeGreaterThan(10);
});

test.each(asked.map(({ message }) => [message]))('without one it is open: %s', (message) => {
  const objects = written();
  const demands = demandsOf(objects);
  demands.splice(
    demands.findIndex((demand) => demand.message === message),
    1,
  );
  expect(status(objects)).toBe('fail');
});
