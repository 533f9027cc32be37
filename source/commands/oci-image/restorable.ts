import {InputError} from '../../archive/byte-source.js';
import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import type {ImageDirectory} from '../../criu/image-directory.js';
import {Untrusted} from '../../text/untrusted.js';

const examples = 3;

/**
Makes sure that the checkpoint is whole, and that all of it is in the archive: nothing could be restored from an image of another one.

@throws {InputError} with the first thing that stands against it
*/
export function requireRestorable(checkpoint: Checkpoint): void {
	const obstacle = whyNotRestorable(checkpoint);
	if (obstacle !== undefined) {
		throw new InputError(Untrusted.from(checkpoint.archive.path).toString(), `${obstacle}; no image is made of it`);
	}
}

function whyNotRestorable(checkpoint: Checkpoint): string | undefined {
	const [damage] = checkpoint.archive.problems;
	if (damage !== undefined) {
		return damage.reason;
	}

	const {kind, missing} = checkpoint.container.contents;
	if (kind === 'pre-dump') {
		return 'a pre-dump holds memory only, and no process';
	}

	if (kind === 'lazy') {
		return 'pages of it were left on the host that it was taken on';
	}

	if (missing.length > 0) {
		const names = missing.slice(0, examples).map(name => checkpoint.images.shown(name)).join(', ');
		return `${names}${missing.length > examples ? ` and ${missing.length - examples} more` : ''} missing`;
	}

	return whyParentLacks(checkpoint.images) ?? checkpoint.problems[0]?.message;
}

/** A dump needs the one that it builds on, and that needs its own. */
function whyParentLacks(images: ImageDirectory): string | undefined {
	const {parent} = images;
	if (parent === undefined) {
		return undefined;
	}

	if (parent === 'missing') {
		return 'the dump that it builds on is missing';
	}

	return parent.archive === images.archive ? whyParentLacks(parent) : 'the dump that it builds on is outside of it: name the folder that holds both';
}
