import type { Check } from '../check';
import { agentsRun } from './agents-run';
import { lands } from './lands';
import { othersStayOut } from './others-stay-out';
import { projectsApart } from './projects-apart';
import { trainingStays } from './training-stays';

/** What must not be possible, then what must work. */
export const PLACEMENT_CHECKS: readonly Check[] = [othersStayOut, projectsApart, trainingStays, agentsRun, lands];
