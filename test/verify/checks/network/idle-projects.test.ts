import { object } from '../example';
import { foreignFindings, planned } from '../foreign-platform';

const policy = (name: string, spec: object): object => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name, namespace: 'team-red' },
  spec,
});
const association = planned('eks/podIdentityAssociation:PodIdentityAssociation', 'red', {
  clusterName: 'prod',
  namespace: 'team-red',
  serviceAccount: 'train',
  roleArn: 'arn:aws:iam::111122223333:role/red',
});

/** What is found of a project without jobs that lets some of its pods, by their label, out to some addresses. */
const found = (cidr: string): readonly string[] =>
  foreignFindings(
    ['network/cloud-answers'],
    ({ objects, plan }) => {
      plan.push(association);
      objects.splice(objects.indexOf(object(objects, 'Job', 'pretrain', 'team-red')), 1);
      objects.push(
        policy('deny', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] }),
        policy('identity', {
          podSelector: { matchLabels: { role: 'trainer' } },
          policyTypes: ['Egress'],
          egress: [{ to: [{ ipBlock: { cidr } }], ports: [{ protocol: 'TCP', port: 80 }] }],
        }),
      );
    },
    { namespaces: ['team-red', 'team-blue'], assume: ['cni=calico', 'complete'] },
  );

test('jobs that are still to come have the labels by which policies let pods get their role', () => {
  expect(found('169.254.170.23/32')).toEqual([]);
  expect(found('169.254.170.2/32')[0]).toMatch(/ does not reach the identity agent, so it gets no credentials$/);
});
