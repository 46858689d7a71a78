import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import { text } from 'node:stream/consumers';
import { EngineFault } from '../engine-fault';

/** The parts of the kubeconfig that the rig writes. */
interface Kubeconfig {
  readonly clusters: readonly [{ readonly cluster: { server: string; 'certificate-authority': string } }];
  readonly users: readonly [{ readonly user: { 'client-certificate': string; 'client-key': string } }];
}

/** The API server over a few kept connections, for questions by the thousand: kubectl takes a process for each. */
export class ApiClient {
  private readonly server: string;
  private readonly agent: Agent;

  constructor(kubeconfig: string, connections = 8) {
    const { clusters, users } = JSON.parse(readFileSync(kubeconfig, 'utf8')) as Kubeconfig;
    const [{ cluster }] = clusters;
    const [{ user }] = users;
    this.server = cluster.server;
    this.agent = new Agent({
      keepAlive: true,
      maxSockets: connections,
      ca: readFileSync(cluster['certificate-authority']),
      cert: readFileSync(user['client-certificate']),
      key: readFileSync(user['client-key']),
    });
  }

  get<T>(path: string): Promise<T> {
    return this.ask('GET', path);
  }

  post<T>(path: string, body: object): Promise<T> {
    return this.ask('POST', path, JSON.stringify(body));
  }

  close(): void {
    this.agent.destroy();
  }

  private async ask<T>(method: string, path: string, body?: string): Promise<T> {
    const headers = { accept: 'application/json', ...(body && { 'content-type': 'application/json' }) };
    const asked = request(`${this.server}${path}`, { method, agent: this.agent, headers }).end(body);
    const [response] = (await once(asked, 'response')) as [IncomingMessage];
    const answer = await text(response);
    if ((response.statusCode ?? 0) >= 300) throw new EngineFault(`${method} ${path}: ${response.statusCode} ${answer}`);
    return JSON.parse(answer) as T;
  }
}
