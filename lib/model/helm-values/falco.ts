import { CONTROL_PLANE_TOLERATION, nodeAgentTolerations } from '../nodes/training-taint';
import type { Aws } from '../aws/aws';
import type { ChartRenderer } from './chart-values';
import { splitImage } from './own-image';

/** https://github.com/falcosecurity/charts/tree/master/charts/falco: tolerates only control-plane taints by itself. */
export const falco: ChartRenderer = ({ taint, keys, projects, aws }) => ({
  chart: 'falco',
  repository: 'https://falcosecurity.github.io/charts',
  namespace: 'falco',
  about: [
    'Watches training nodes too.',
    'The stable rules know no "unusual port": this adds a rule for connections that leave on anything but TLS.',
  ],
  values: {
    ...falcoImages(aws),
    // Helm replaces lists: the chart's own entry for control planes stands here again.
    tolerations: [CONTROL_PLANE_TOLERATION, ...nodeAgentTolerations({ taint, keys })],
    customRules: {
      'training.yaml': [
        '- list: training_namespaces',
        `  items: [${projects.map(({ namespace }) => namespace).join(', ')}]`,
        '- macro: training_pod',
        '  condition: (k8s.ns.name in (training_namespaces))',
        '- rule: Training pod opens an unexpected outbound port',
        '  desc: A training pod connects to a public address on another port than TLS; outbound is a macro of the stable rules.',
        '  condition: outbound and container and training_pod and not fd.sport in (443)',
        '  output: outbound connection of a training pod (command=%proc.cmdline connection=%fd.name pod=%k8s.pod.name ns=%k8s.ns.name)',
        '  priority: WARNING',
        '  tags: [network, training]',
        '',
      ].join('\n'),
    },
  },
});

/** The chart writes registry and repository apart. */
function falcoImages(aws: Aws | undefined): object {
  if (aws?.registry === undefined) return {};
  return {
    image: splitImage(aws, 'falco'),
    driver: { loader: { initContainer: { image: splitImage(aws, 'falcoDriverLoader') } } },
    falcoctl: { image: splitImage(aws, 'falcoctl') },
  };
}
