import type {ImageDirectory} from '../criu/image-directory.js';
import {compose, type Part} from './compose.js';

/** The control groups of a task, one for each hierarchy, as `/proc/PID/cgroup` names them; the unified hierarchy has an empty name. */
export function cgroupsOf(images: ImageDirectory, set: number): Array<{readonly hierarchy: Part; readonly path: Part}> {
	const found = images.messages('cgroup.img', 'cgroup_entry').flatMap(({sets}) => sets).find(({id}) => id === set);
	return (found?.ctls ?? []).map(({name, path}) => ({hierarchy: compose(name), path}));
}
