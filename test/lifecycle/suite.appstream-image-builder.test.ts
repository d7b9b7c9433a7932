import { appStreamImageBuilder } from './appstream-image-builder';
import { lifeCycleOf } from './scenarios';

lifeCycleOf(appStreamImageBuilder);
