import { definePlatform, type PlatformProps } from '../../../lib';
import { synthesizeAll } from '../../kubernetes/document-1';
import { alphaProps, platformProps } from '../../platform-props';
import { judged, judgedBy, object, type Loose } from './example';

const because = { reason: 'models are loaded by hand until the mirror stands' };
const props = platformProps();

/** The manifests of a description, under the CNI that it names. */
function judgedFor(description: PlatformProps): ReturnType<typeof judged> {
  const { cni = 'vpc-cni' } = description;
  const assume = [`cni=${typeof cni === 'string' ? cni : cni.kind}`, 'strict', 'complete'];
  const platform = definePlatform(description);
  return judged(synthesizeAll(description) as Loose[], { platform, assume, at: '2026-12-01' });
}

test('a weakening shows as accepted, with its reason', () => {
  const { results } = judgedFor(alphaProps({ unsafe: { internet: because } }));
  const accepted = results.filter(({ status }) => status === 'accepted');
  expect(accepted.map(({ check, findings }) => [check.id, findings[0]?.accepted])).toEqual([
    ['network/outside-addresses', `${because.reason} (description)`],
    ['network/dns-pinned', `${because.reason} (description)`],
  ]);
});

describe('under Calico, which takes pods for addresses,', () => {
  const description: PlatformProps = { ...props, cni: 'calico' };
  const status = (cidr?: string): string => {
    const objects = synthesizeAll(description) as Loose[];
    const endpoints = object(objects, 'NetworkPolicy', 'allow-cloud-endpoints', 'ml-alpha');
    if (cidr !== undefined) endpoints.spec.egress[0].to = [{ ipBlock: { cidr } }];
    const assume = ['cni=calico', 'complete'];
    return judgedBy('network/other-namespaces', objects, { platform: definePlatform(description), assume }).status;
  };

  test('no pod lies where the description has endpoints', () => {
    expect(status()).toBe('pass');
  });

  test.each(['10.0.240.0/20', '10.0.0.0/16', '172.16.0.0/24'])('one may lie in %s', (cidr) => {
    expect(status(cidr)).toBe('unknown');
  });
});
