import type {NodeCheckpoint} from '../../source/checkpoint/node-checkpoints.js';

/** A checkpoint of a list that was never looked for. */
export function listedCheckpoint(path: string, fields: Partial<NodeCheckpoint> = {}): NodeCheckpoint {
	const summary = fields.summary ?? {};
	return {path, place: 'current folder', format: 'compressed tar', size: 1024, mtime: 0, summary, load: async () => summary, ...fields};
}
