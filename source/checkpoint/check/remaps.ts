import {ghostImage, remapOf} from '../remap.js';
import {fileOf, type Dump} from './dump.js';
import {broken, type Observation} from './finding.js';

/**
Removed files whose content is lost, what would bring back a file that is not there, and content that is of no file.

@yields what it finds
*/
export function * remaps(dump: Dump): Generator<Observation> {
	const {images, files} = dump;
	const known = new Set<string>();
	for (const {message, position: offset} of images.entries('remap-fpath.img', 'remap_file_path_entry')) {
		const remap = remapOf(message);
		if (remap.kind === 'ghost') {
			known.add(ghostImage(remap));
		}

		const about = (text: string) => broken(fileOf(dump, 'remap-fpath.img'), text, {offset});
		if (files.entry(message.orig_id)?.reg === undefined) {
			yield about(`file ${message.orig_id}, which was removed, is described by no image`);
		}

		if (remap.kind === 'ghost' && !images.has(ghostImage(remap))) {
			yield about(`the content of file ${message.orig_id}, which was removed, should be in ${ghostImage(remap)}, which is missing`);
		}

		if (remap.kind === 'linked' && files.entry(remap.id)?.reg === undefined) {
			yield about(`file ${message.orig_id}, which was removed, had another name in file ${remap.id}, which no image describes`);
		}
	}

	for (const name of images.names()) {
		if (/^ghost-file-[\da-f]+\.img$/v.test(name) && !known.has(name)) {
			yield broken(fileOf(dump, name), 'the content of a removed file, and nothing says of which');
		}
	}
}
