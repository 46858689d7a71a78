import type { TrainingJobProps } from '../job/training-job-props';

/** What a probe asks besides what it finds out by itself. */
export interface ProbeJobProps extends Pick<TrainingJobProps, 'image' | 'pool' | 'name' | 'unsafe'> {
  /**
   * Addresses that training must reach, `host:port` by what they are called: the services that the project uses.
   * @default - none
   */
  readonly open?: Readonly<Record<string, string>>;
  /**
   * Addresses that training must not reach, such as a service of production:
   * `{ vault: 'vault.production.svc:8200' }`.
   * @default - none
   */
  readonly shut?: Readonly<Record<string, string>>;
  /**
   * Namespace of the control, a second Job that tries the shut addresses where no policy shuts them. Its pod does nothing
   * else, but the namespace must admit it.
   * @default "default"
   */
  readonly controlNamespace?: string;
}
