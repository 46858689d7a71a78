import type { Belonging } from '../project/belonging';

/** Where a file of a Secret comes from. */
export interface RemoteSecret {
  /** Name in the store, below the project's prefix: `wandb` is `ml-alpha/wandb`, in Parameter Store `/ml-alpha/wandb`. */
  readonly key: string;
  /** Field of a JSON value. @default - the whole value */
  readonly property?: string;
}

/** Secrets of a project that stand in a store of AWS. */
export interface ProjectSecretsProps extends Belonging {
  /** AWS service that holds the values. @default "SecretsManager" */
  readonly service?: 'SecretsManager' | 'ParameterStore';
  /**
   * IAM role of the account that reads the store. An account of its own: the training account could otherwise read
   * whatever is in the store, mounted or not.
   */
  readonly roleArn: string;
  /** Secrets by name, each with its files by name. */
  readonly secrets: Readonly<Record<string, Readonly<Record<string, RemoteSecret>>>>;
  /** How often values are fetched again. Mounted files follow, variables would not. @default "1h" */
  readonly refreshInterval?: string;
}
