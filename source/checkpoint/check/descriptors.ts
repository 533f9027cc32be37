import {enumNames} from '../../criu/schema.js';
import {compose, listed} from '../compose.js';
import {fileOf, type Dump} from './dump.js';
import {broken, type Observation} from './finding.js';

const typeNames = enumNames('fd_types')!;

/**
Descriptors whose open file no image describes, or describes as another kind of file.

@yields what it finds
*/
export function * descriptors(dump: Dump): Generator<Observation> {
	const {images, files} = dump;
	const seen = new Set<string>();
	for (const {pid, openFilesImage: image} of dump.processes) {
		// Processes can share their descriptors, and then the image.
		if (seen.has(image)) {
			continue;
		}

		seen.add(image);
		const lost = images.entries(image, 'fdinfo_entry').filter(({message: {id}}) => files.entry(id) === undefined);
		if (lost.length > 0) {
			yield broken(fileOf(dump, image), compose('no image describes what is open: ', listed(lost.map(({message: {fd, id}}) => `fd ${fd} is file ${id}`))), {pid, offset: lost[0]!.position});
		}

		for (const {message: {fd, id, type}, position} of images.entries(image, 'fdinfo_entry')) {
			const found = files.entry(id)?.type;
			// Before there was this image, files of different types could have one id.
			if (found !== undefined && found !== type && images.has('files.img')) {
				yield broken(fileOf(dump, image), `fd ${fd} is file ${id}, which should be of type ${nameOf(type)} and is of type ${nameOf(found)}`, {pid, offset: position});
			}
		}
	}
}

function nameOf(type: number): string {
	return typeNames.get(type) ?? String(type);
}
