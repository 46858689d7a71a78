import { exampleObjects, judgedBy, podOf } from '../example';

test('each fault of Pod Security says how it is mended, one after the other', () => {
  const objects = exampleObjects();
  const { spec } = podOf(objects);
  Object.assign(spec, { hostPID: true, securityContext: {} });
  spec.containers[0].securityContext = { privileged: true, capabilities: { add: ['SYS_ADMIN'] } };
  spec.volumes.push({ name: 'host', hostPath: { path: '/' } });
  const mends = judgedBy('pod/security', objects).findings.map(({ fix }) => fix);
  expect(mends).toEqual([
    'remove hostPID from the pod',
    'remove privileged from its securityContext',
    expect.stringMatching(/^make it one of configMap, /),
    'set securityContext.allowPrivilegeEscalation: false in the container',
    'set securityContext.runAsNonRoot: true in the pod',
    'set securityContext.seccompProfile.type: RuntimeDefault in the pod',
    'set securityContext.capabilities.drop: [ALL] in the container',
    'remove SYS_ADMIN from capabilities.add',
  ]);
});
