import {attempt} from '../archive/attempt.js';
import type {Checkpoint} from '../checkpoint/checkpoint.js';
import {dumpKinds} from '../views/dump-kind.js';
import type {Detail} from './pane.js';

/** Everything that is damaged or missing, to be read in full; a sentence where nothing is. */
export function problemsOf(checkpoint: Checkpoint): Detail | string {
	const {archive, container, problems} = checkpoint;
	if (problems.length > 0) {
		return {title: 'Problems', fields: [
			...problems.map(({file, reason, offset}) => ({name: offset === undefined ? file : `${file}, byte ${offset}`, value: reason})),
			// What nobody asked for was not read, and what a restore would need is another question.
			{name: '(so far)', value: 'found while what was shown was read; `cryoscope check` goes through everything'},
		]};
	}

	if (!archive.complete) {
		return 'nothing was found to be wrong so far: the archive is still being decompressed';
	}

	const kind = attempt(() => container.contents.kind);
	const nothing = 'nothing was found to be wrong so far; `cryoscope check` goes through everything';
	return kind.state !== 'ready' || kind.value === 'full' ? nothing : `${nothing}; ${dumpKinds[kind.value]}`;
}

/** How many problems that lists, in a few words; nothing where it lists none. */
export function problemCount({problems: {length}}: Checkpoint): string {
	return length === 0 ? '' : `${length} ${length === 1 ? 'problem' : 'problems'} so far`;
}
