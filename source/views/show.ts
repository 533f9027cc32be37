import {Untrusted} from '../text/untrusted.js';
import type {InspectedContainer} from './inspection/container.js';
import type {View} from './view.js';

/** A checkpoint as one row: what was found of its container, and the file. */
export type ShownCheckpoint = {readonly path: string; readonly container: InspectedContainer};

/** What containers checkpoints are of, one checkpoint a row. */
export const show: View<ShownCheckpoint> = {
	name: 'show',
	title: 'Checkpoints',
	summary: 'What container a checkpoint is of: image, runtime, engine, sizes.',
	columns: [
		{name: 'container_name', title: 'Container', type: 'text', value: ({container}) => container.container_name ?? undefined},
		{name: 'image', title: 'Image', type: 'text', value: ({container}) => container.image ?? undefined},
		{name: 'id', title: 'ID', type: 'text', value: ({container}) => container.id ?? undefined, text: ({container}) => container.id?.toString().slice(0, 12)},
		{name: 'runtime', title: 'Runtime', type: 'text', value: ({container}) => container.runtime ?? undefined},
		{name: 'created', title: 'Created', type: 'text', value: ({container}) => container.created ?? undefined},
		{name: 'engine', title: 'Engine', type: 'text', value: ({container}) => container.engine},
		{name: 'checkpoint_size', title: 'CHKPT Size', type: 'bytes', value: ({container}) => container.checkpoint_size.total_size},
		{name: 'root_fs_diff_size', title: 'Root FS Diff Size', type: 'bytes', value: ({container}) => container.checkpoint_size.root_fs_diff_size, text: ({container}) => container.checkpoint_size.root_fs_diff_size ?? 0},
		{name: 'file', title: 'File', type: 'text', shown: 'never', value: ({path}) => Untrusted.from(path)},
	],
};
