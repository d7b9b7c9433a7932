import { byolThroughImageBuilder } from './byol-workspace-image';
import { lifeCycleOf } from './scenarios';

lifeCycleOf(byolThroughImageBuilder);
