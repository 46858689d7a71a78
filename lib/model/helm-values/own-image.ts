import type { AgentImage } from '../nodes/agent-images';
import type { Aws } from '../aws/aws';
import { agentImage } from '../aws/image-registry';

/** `image.repository` in the platform's own registry; nothing where images come from where they are published. */
export function ownImage(
  aws: Aws | undefined,
  image: AgentImage,
): { readonly image?: { readonly repository: string } } {
  return aws?.registry === undefined ? {} : { image: { repository: agentImage(aws.registry, image) } };
}

/** The same for charts that write the registry apart. */
export function splitImage(aws: Aws, image: AgentImage): { readonly registry: string; readonly repository: string } {
  const path = agentImage(aws.registry, image);
  const slash = path.indexOf('/');
  return { registry: path.slice(0, slash), repository: path.slice(slash + 1) };
}
