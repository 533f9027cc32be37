import {attempt} from '../archive/attempt.js';
import {InputError} from '../archive/byte-source.js';
import type {Checkpoint} from '../checkpoint/checkpoint.js';
import {findImage} from '../checkpoint/image-list.js';
import {readImage} from '../criu/image.js';
import {Untrusted} from '../text/untrusted.js';
import {images as view} from '../views/images.js';
import {defineCommand, UsageError} from './command.js';
import {withCheckpoint} from './open.js';
import {complain, print, type Terminal} from './terminal.js';
import {fieldNotes, namesOf} from './described.js';
import {printContainerView} from './view-commands.js';
import {formatOption} from './view-options.js';

/** Lists the images of a dump, or decodes those that are named. */
export const images = defineCommand({
	name: 'images', summary: view.summary,
	operands: {usage: 'FILE [NAME...]', least: 1, most: Infinity, completes: 'file'},
	options: formatOption,
	notes: fieldNotes(
		'An image that is named is printed as JSON, as crit show does, one after the other; of a\ndamaged one what can be read. Those of another dump in the file have their paths as names.',
		namesOf(view.columns),
	),
	examples: [
		['images checkpoint.tar', 'the images that are there'],
		['images checkpoint.tar core-1.img pstree.img', 'these two, decoded'],
	],
	load: async () => async ({operands, options: {format}, terminal}) => {
		const [file, ...names] = operands;
		if (names.length > 0 && (format === 'csv' || format === 'ndjson')) {
			throw new UsageError(`an image is printed as JSON, not as ${format}`);
		}

		return withCheckpoint(file!, terminal, async checkpoint => names.length === 0 ? printContainerView(view, checkpoint, format, terminal) : decodeImages(checkpoint, names, terminal));
	},
});

async function decodeImages(checkpoint: Checkpoint, names: readonly string[], terminal: Terminal): Promise<number> {
	let code = 0;
	for (const name of names) {
		const problems = await decodeImage(checkpoint, name, terminal);
		for (const {message} of problems) {
			complain(terminal, message);
			code = 1;
		}
	}

	return code;
}

/** Prints an image; returns what is wrong with it. */
async function decodeImage(checkpoint: Checkpoint, name: string, terminal: Terminal): Promise<readonly InputError[]> {
	const found = findImage(checkpoint, name);
	if (found === undefined) {
		return [new InputError(Untrusted.from(name).toString(), 'no such image in this checkpoint; cryoscope images lists them')];
	}

	const {directory, key} = found;
	const source = directory.source(key);
	if (source === undefined) {
		return [new InputError(directory.shown(key), 'missing')];
	}

	const image = attempt(() => readImage(source, key, directory.shown(key)));
	if (image.state !== 'ready') {
		return [image.error as InputError];
	}

	if (image.value.magic === undefined) {
		return [new InputError(directory.shown(key), `raw data (${image.value.family!.name}): it has no magic and no entries`)];
	}

	const {imageToJson} = await import('./crit/image-json.js');
	const {jsonText} = await import('../writing/json-text.js');
	await print(terminal.output, jsonText(imageToJson(image.value, source, {pretty: true, hidePayload: false}), 4));
	await print(terminal.output, ['\n']);
	return image.value.problems;
}
