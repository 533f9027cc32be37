import {attempt} from '../../archive/attempt.js';
import {InputError} from '../../archive/byte-source.js';
import {familyOfFile} from '../../criu/families.js';
import {summarizeImage} from '../../criu/image.js';
import type {ImageDirectory} from '../../criu/image-directory.js';
import {hasNewerFlags} from '../../criu/pagemap.js';
import {readMm, readVmas} from '../../criu/vmas.js';
import {pagemapIn} from '../../memory/image-layer.js';
import {netlinkDamage} from '../network/netlink-dump.js';
import {readDumpStatistics} from '../statistics.js';
import {fileOf, type Dump} from './dump.js';
import {damage, needs, note, type Observation} from './finding.js';

// Files of plugins of CRIU, each in a form of its own.
const ofPlugins = /^(?:amdgpu|cuda)-/v;

/**
Images that are cut off, damaged, or not what their names say: each is decoded to its end.

@yields what it finds
*/
export function * damagedImages(dump: Dump): Generator<Observation> {
	const {images, outside, layout} = dump;
	for (const name of images.names()) {
		if (familyOfFile(name) !== undefined) {
			const [newer, problems] = problemsOf(dump, name);
			yield * problems.map(problem => damage(problem, outside));
			yield * newer.map(({reason, offset}) => needs(fileOf(dump, name), reason, {offset}));
		} else if (name.endsWith('.img') && !ofPlugins.test(name)) {
			yield note(fileOf(dump, name), 'an image of a kind that is not known: it is not checked');
		}
	}

	const statistics = attempt(() => readDumpStatistics(images, layout.files?.folder));
	if (statistics.state === 'failed') {
		yield damage(statistics.error, outside);
	}
}

type Problems = readonly InputError[];

/** What is wrong with an image: what only a newer CRIU understands, and damage. */
function problemsOf({images, pagemaps}: Dump, name: string): [newer: Problems, problems: Problems] {
	const family = familyOfFile(name)!.name;
	const pagemap = pagemaps.get(name);
	if (pagemap !== undefined) {
		const newer = hasNewerFlags(pagemap) ? 1 : 0;
		return [pagemap.problems.slice(0, newer), pagemap.problems.slice(newer)];
	}

	switch (family) {
		case 'PAGEMAP': {
			return [[], met(() => pagemapIn(images, name)?.problems)];
		}

		// A process may have a million mappings, which are no objects then.
		case 'MM': {
			const pid = Number(/\d+/v.exec(name));
			return [[], [...met(() => readMm(images, pid) && []), ...met(() => readVmas(images, pid).problems)]];
		}

		default: {
			const netlink = netlinkDamage(images, name);
			return [[], netlink === undefined ? met(() => decode(images, name)) : [netlink]];
		}
	}
}

function decode(images: ImageDirectory, name: string): Problems {
	const {family, entries, problems} = summarizeImage(images.source(name)!, name, images.shown(name));
	// CRIU makes an image when it has the first entry of it (criu/image.c, open_image_lazy), except the cache of inode paths.
	return entries === 0 && family !== undefined && problems.length === 0 && family.messages.length > 0 && family.name !== 'IRMAP_CACHE'
		? [new InputError(images.shown(name), 'empty')]
		: problems;
}

function met(question: () => Problems | undefined): Problems {
	const result = attempt(question);
	if (result.state === 'pending') {
		throw result.error;
	}

	return result.state === 'ready' ? result.value ?? [] : [result.error];
}
