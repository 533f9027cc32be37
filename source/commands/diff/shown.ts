import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import type {CheckpointDiff} from '../../views/diff/checkpoint-diff.js';
import type {Both} from '../../views/diff/difference.js';
import type {SideFacts} from '../../views/diff/side-facts.js';
import type {Values} from '../command.js';
import type {diffOptions} from './command.js';

/** What there is to print. */
export type Shown = {
	readonly checkpoints: Both<Checkpoint>;
	readonly sides: Both<SideFacts>;
	readonly difference: CheckpointDiff;
	readonly options: Pick<Values<typeof diffOptions>, 'ps-tree-cmd' | 'ps-tree-env' | 'show-unchanged'>;
};
