import {attempt} from '../archive/attempt.js';
import {listImages, type ListedImage} from '../checkpoint/image-list.js';
import {Problems} from './problems.js';
import {cell, listed} from './rows.js';
import type {ContainerView} from './view.js';

/** Every image of the dump. */
export const images: ContainerView<ListedImage> = {
	name: 'images',
	title: 'Images',
	summary: 'Every image of the dump: kind, entries, size, and what is wrong with it.',
	columns: [
		{name: 'name', title: 'Image', type: 'text', min: 20, isPath: true, value: ({name}) => name},
		{name: 'family', title: 'Kind', type: 'text', min: 8, value: image => cell(() => image.summary().family?.name)},
		{name: 'entries', title: 'Entries', type: 'number', value: image => cell(() => image.summary().entries)},
		{name: 'size', title: 'Size', type: 'bytes', value: ({size}) => size},
		{name: 'problem', title: 'Problem', type: 'text', shown: 'if-filled', value: image => problemsOf(image)[0]},
		{name: 'version', title: 'Version', type: 'number', value: image => cell(() => versionOf(image))},
		{name: 'magic', title: 'Magic', type: 'address', shown: 'never', value: image => cell(() => image.summary().magic)},
		{name: 'message', title: 'Message', type: 'text', shown: 'never', value: image => cell(() => image.summary().family?.messages.at(-1))},
		{name: 'byte_order', title: 'Byte order', type: 'text', shown: 'never', value: image => cell(() => image.summary().magic === undefined ? undefined : image.summary().byteOrder)},
	],
	rows: checkpoint => listed(listImages(checkpoint)),
	problems(checkpoint) {
		const problems = new Problems();
		for (const image of listImages(checkpoint)) {
			problems.addAll(problemsOf(image));
		}

		return problems.messages;
	},
};

function problemsOf(image: ListedImage): string[] {
	const summary = attempt(() => image.summary());
	return summary.state === 'ready' ? summary.value.problems.map(({message}) => message) : [summary.error.message];
}

/** How the image is framed: 1 with a single magic, 2 with two; the inventory says it of the dump itself, for it has one magic in every version. */
function versionOf({directory, summary}: ListedImage): number | undefined {
	const {family, magic, headWord} = summary();
	if (family?.name === 'INVENTORY') {
		return directory.inventory?.img_version;
	}

	return magic === undefined || family === undefined ? undefined : (headWord === undefined ? 1 : 2);
}
