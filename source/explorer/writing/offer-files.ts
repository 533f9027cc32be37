import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import {extractables, type Extractable} from '../../forensics/extract/extract.js';
import {Untrusted} from '../../text/untrusted.js';
import type {ContainerView} from '../../views/view.js';
import {Wanted} from '../../writing/extract/wanted.js';
import type {Services} from '../pane.js';
import {filesWritable} from './files-writable.js';
import {offeredName} from './offered-name.js';

type Asker<Row> = {
	readonly view: ContainerView<Row>;
	readonly checkpoint: Checkpoint;
	readonly services: Pick<Services, 'offer'>;
};

/** Offers everything of the checkpoint that is in the folder that a row stands for; returns false where it is none. */
export function offerFolder<Row>({view, checkpoint, services}: Asker<Row>, row: Row): boolean {
	const folder = view.extractable?.(row);
	if (folder?.file?.kind !== 'directory') {
		return false;
	}

	const {path} = folder;
	const wanted = new Wanted([path.bytes]);
	services.offer([filesWritable(checkpoint, {
		label: `All in ${path.toString()}`,
		note: 'into a new folder',
		name: offeredName(checkpoint, ...path.toString().split('/')),
		items: onProblem => Iterator.from(extractables(checkpoint, onProblem)).filter(item => wanted.has(item.path)),
	})]);
	return true;
}

/** Offers all files that are listed. */
export function offerListed<Row>({view, checkpoint, services}: Asker<Row>, listed: Iterable<Row>, filter: string): void {
	services.offer([filesWritable(checkpoint, {
		label: `${view.title}${filter === '' ? '' : ` with ${Untrusted.from(filter)}`}`,
		note: 'into a new folder',
		name: offeredName(checkpoint, view.name, filter),
		* items(onProblem): Generator<Extractable> {
			for (const problem of view.problems?.(checkpoint) ?? []) {
				onProblem(problem);
			}

			for (const row of listed) {
				yield view.extractable!(row);
			}
		},
	})]);
}
