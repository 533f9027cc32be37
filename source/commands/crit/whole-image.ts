import path from 'node:path';
import {InputError} from '../../archive/byte-source.js';
import {familyOfFile} from '../../criu/families.js';
import {readImage, type Image} from '../../criu/image.js';
import type {Input} from './streams.js';

/**
Decodes an image by its magic, whatever the file is called.

@throws {InputError} when it is none, or any of it is damaged
*/
export function readWholeImage({name, source}: Pick<Input, 'name' | 'source'>): Image {
	const named = familyOfFile(path.basename(name));
	if (named !== undefined && named.magic === undefined) {
		throw new InputError(name, `raw data (${named.name}): it has no magic and no entries`);
	}

	const image = readImage(source, '', name);
	if (image.family === undefined && image.headWord === undefined) {
		throw new InputError(name, `unknown magic 0x${image.magic!.toString(16)}: not an image, or one of raw data such as memory pages`);
	}

	const [problem] = image.problems;
	if (problem !== undefined) {
		throw problem;
	}

	return image;
}
