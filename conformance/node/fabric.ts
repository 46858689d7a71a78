import { EngineFault } from '../engine-fault';
import { run } from '../processes/run';

/** Addresses of the network between the nodes, which is the network namespace that the control plane runs in. */
export const fabricAddress = '10.240.0.1';
export const podCidr = '10.244.0.0/16';
export const serviceCidr = '10.96.0.0/16';
export const dnsAddress = '10.96.0.10';

/** A host behind the cluster's interface endpoints. */
export const endpointAddress = '10.0.240.10';

/** What answers outside the cluster, each on an address of the fabric. */
export const outside = {
  /** The instance metadata service. */
  metadata: '169.254.169.254',
  /** A host of the internet (TEST-NET-3, RFC 5737). */
  internet: '203.0.113.10',
} as const;

/** Address and pod addresses of a node by its number. */
export const nodeAddress = (index: number): string => `10.240.0.${index + 11}`;
export const nodePodCidr = (index: number): string => `10.244.${index + 1}.0/24`;

/** Brings up the fabric in this process's network namespace: a router that everything lies behind. */
export async function startFabric(addresses: readonly string[]): Promise<void> {
  await ip('link', 'set', 'lo', 'up');
  for (const address of [fabricAddress, ...addresses]) await ip('address', 'add', `${address}/32`, 'dev', 'lo');
  await must('sysctl', '--quiet', '--write', 'net.ipv4.ip_forward=1');
}

/** Joins the network namespace of a process to the fabric, as a node with addresses for its pods. */
export async function joinFabric(index: number, pid: number): Promise<void> {
  const link = `node${index}`;
  const address = nodeAddress(index);
  await ip('link', 'add', link, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', String(pid));
  await ip('link', 'set', link, 'up');
  await ip('route', 'add', `${address}/32`, 'dev', link);
  await ip('route', 'add', nodePodCidr(index), 'via', address, 'dev', link, 'onlink');
  const inside = (...args: string[]): Promise<string> => must('nsenter', `--target=${pid}`, '--net', ...args);
  await inside('ip', 'link', 'set', 'lo', 'up');
  await inside('ip', 'address', 'add', `${address}/32`, 'dev', 'eth0');
  await inside('ip', 'link', 'set', 'eth0', 'up');
  await inside('ip', 'route', 'add', `${fabricAddress}/32`, 'dev', 'eth0');
  await inside('ip', 'route', 'add', 'default', 'via', fabricAddress, 'dev', 'eth0', 'onlink');
  await inside('sysctl', '--quiet', '--write', 'net.ipv4.ip_forward=1');
}

const ip = (...args: string[]): Promise<string> => must('ip', ...args);

/** Runs a program and throws its words when it fails. */
export async function must(program: string, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await run(program, args);
  if (code !== 0) throw new EngineFault(`${program} ${args.join(' ')}: ${stderr.trim()}`);
  return stdout;
}
