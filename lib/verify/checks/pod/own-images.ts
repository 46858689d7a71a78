import { isAllowedImage } from '../../../model/policies';
import { isUnknownText } from '../../input/pulumi/wire-value';
import { describedProject } from '../../scope/described-project';
import { imagesOf } from '../../workload/images';
import type { Check } from '../check';
import { fails, notKnown, type Problem } from '../../problem';
import { ruledPods } from '../training-pods';

export const ownImages: Check = {
  id: 'pod/own-images',
  title: "Images come from the registries of the description, each project's from its own part",
  why: "The node pulls for every project with one role: an image of another project is that project's code, and its data where it was built in.",
  stops: ['A1', 'T13'],
  control: 'image references below a prefix of the description',
  fix: 'take images below the name of the project, from the registries of the description',
  *judge(evidence) {
    const { platform } = evidence;
    const registries = platform?.policies.registries ?? [];
    if (registries.length === 0) return;
    yield* ruledPods(evidence, 'image-registry', ({ spec, namespace }): Problem[] | undefined => {
      const project = describedProject(platform, namespace.name);
      if (project === undefined) return undefined;
      return imagesOf(spec).flatMap(({ image: at }): Problem[] => {
        if (isUnknownText(at?.value)) return [notKnown('the image is not known in the plan', { at })];
        if (at === undefined || isAllowedImage(String(at.value), registries, project.name)) return [];
        return [fails(`${String(at.value)} is from none of ${registries.join(', ')}`, { at })];
      });
    });
  },
};
