import { byolWorkspaceImage } from './byol-workspace-image';
import { lifeCycleOf } from './scenarios';

lifeCycleOf(byolWorkspaceImage);
