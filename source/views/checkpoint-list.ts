import path from 'node:path';
import {timeOf, type NodeCheckpoint} from '../checkpoint/node-checkpoints.js';
import {Untrusted} from '../text/untrusted.js';
import type {View} from './view.js';

/** The checkpoints of a node: what tells one from another. */
export const checkpointListView: View<NodeCheckpoint> = {
	name: 'checkpoints',
	title: 'Checkpoints',
	summary: 'The checkpoints of this node.',
	columns: [
		{name: 'checkpoint_name', title: 'Checkpoint name', type: 'text', min: 24, value: checkpoint => Untrusted.from(path.basename(checkpoint.path))},
		{name: 'container', title: 'Container', type: 'text', max: 30, shown: 'if-filled', value: ({summary}) => summary.container},
		{name: 'time_checkpointed', title: 'Time checkpointed', type: 'time', value: timeOf},
		{name: 'size', title: 'Size', type: 'bytes', value: ({size}) => size},
		{name: 'engine', title: 'Engine', type: 'text', shown: 'if-filled', value: ({summary}) => summary.engine},
		{name: 'namespace', title: 'Namespace', type: 'text', max: 20, shown: 'if-filled', value: ({summary}) => summary.namespace},
		{name: 'pod', title: 'Pod', type: 'text', max: 40, shown: 'if-filled', value: ({summary}) => summary.pod},
		{name: 'time_from', title: 'Time from', type: 'text', value: ({summary: {time, timeFrom}}) => time === undefined ? 'file' : timeFrom},
	],
};
