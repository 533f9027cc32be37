import {orNothing} from '../../complaint.js';
import {compose, counted, listed} from '../../compose.js';
import {remapOf} from '../../remap.js';
import {fileBeside, fileOf, type Dump} from '../dump.js';
import {needs, note, type Observation} from '../finding.js';

// What `criu dump` takes without --ghost-limit.
const ghostLimit = 1024 * 1024;

/**
The files that are not in the dump: the image of the container, open files, other names of removed ones.

@yields what it finds
*/
export function * fileSystem(dump: Dump): Generator<Observation> {
	const {images, files, layout, container} = dump;
	const remaps = images.messages('remap-fpath.img', 'remap_file_path_entry');
	const removed = new Set(remaps.map(({orig_id: id}) => id));
	const named = new Set([...files.entries()].flatMap(({id, reg}) => reg === undefined || removed.has(id) ? [] : [reg.name.toKey()]));
	const image = orNothing(() => container.image);
	if (image !== undefined) {
		yield needs(fileBeside(layout.files!, 'config.dump'), compose('the image ', image, layout.files!.has('rootfs-diff.tar') ? ', with rootfs-diff.tar over it' : ''));
	} else if (named.size > 0) {
		yield needs(fileOf(dump, 'files.img'), `the file system, with the ${counted(named.size, 'file')} that ${named.size === 1 ? 'was' : 'were'} open or mapped as they were`);
	}

	const links = remaps.flatMap(remap => remapOf(remap).kind === 'linked' ? files.reference(remapOf(remap).id)?.path ?? [] : []);
	if (links.length > 0) {
		yield needs(fileOf(dump, 'remap-fpath.img'), compose('files that the dump has left in the file system (--link-remap): ', listed(links)));
	}

	for (const name of images.names()) {
		const size = /^ghost-file-[\da-f]+\.img$/v.test(name) ? images.source(name)!.size : 0;
		if (size > ghostLimit) {
			yield note(fileOf(dump, name), `a removed file of ${size} bytes: dumping it again takes --ghost-limit`);
		}
	}
}
