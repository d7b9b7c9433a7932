import { appStreamImage } from './appstream-image';
import { lifeCycleOf } from './scenarios';

lifeCycleOf(appStreamImage);
