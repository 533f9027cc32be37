import {attempt} from '../../archive/attempt.js';
import type {Archive, Member} from '../../archive/archive.js';
import {InputError, type ByteSource} from '../../archive/byte-source.js';
import {CompressedInput} from '../../archive/compressed-input.js';
import {decompress} from '../../archive/decompress.js';
import {sniff, sniffSize} from '../../archive/sniff.js';
import {StreamDamage} from '../../archive/stream-damage.js';
import {TarIndex} from '../../archive/tar-index.js';
import {Untrusted} from '../../text/untrusted.js';
import {broken, damage, type Finding, type Observation} from './finding.js';

const blockSize = 1 << 20;

// Root file system, volumes and file systems in memory, as engines and CRIU name them.
const enclosed = /\.(?:tar|tgz|tar\.gz|tar\.gz\.img)$/v;

/** What can't be read of the files of an archive, each read once to its end, and damage in the archives that are among them. */
export async function contentFindings(archive: Archive): Promise<Finding[]> {
	const findings: Finding[] = [];
	for (const member of archive.members()) {
		const {kind, source} = member;
		if (kind === 'file' && source !== undefined) {
			const observations = [...unreadable(member, source), ...enclosed.test(member.key) ? await damageWithin(member, source) : []];
			findings.push(...observations.map(observation => ({check: 'content', ...observation})));
		}
	}

	return findings;
}

// What is cut off is told of the archive.
function * unreadable({key}: Member, source: ByteSource): Generator<Observation> {
	const block = new Uint8Array(Math.min(blockSize, source.available));
	for (let position = 0; position < source.available; position += block.length) {
		const wanted = Math.min(block.length, source.available - position);
		const count = attempt(() => source.read(block.subarray(0, wanted), position));
		if (count.state === 'failed') {
			yield broken(fileOf(key), count.error.reason, {offset: position});
			return;
		}

		if (count.state === 'ready' && count.value < wanted) {
			yield broken(fileOf(key), `ends after ${position + count.value} of ${source.available} bytes`, {offset: position + count.value});
			return;
		}
	}
}

async function damageWithin({key, name}: Member, source: ByteSource): Promise<Observation[]> {
	const start = new Uint8Array(Math.min(sniffSize, source.available));
	const found = attempt(() => sniff(start.subarray(0, source.read(start, 0))));
	if (found.state !== 'ready' || source.available < source.size) {
		return [];
	}

	switch (found.value) {
		case 'tar':
		case 'empty tar': {
			const index = new TarIndex(source, name.toString());
			index.advance();
			return index.problems.map(problem => damage(problem));
		}

		case 'other': {
			return source.size === 0 ? [] : [broken(fileOf(key), 'neither a tar nor a compressed one')];
		}

		case 'bzip2':
		case 'gzip':
		case 'xz':
		case 'zstd': {
			return streamDamage(key, new CompressedInput(source.extents(0, source.size), name.toString()), found.value);
		}
	}
}

async function streamDamage(key: string, input: CompressedInput, compression: Parameters<typeof decompress>[1]): Promise<Observation[]> {
	try {
		await decompress(input, compression, () => undefined);
		return [];
	} catch (error) {
		if (error instanceof StreamDamage) {
			return [broken(fileOf(key), `the ${compression} data: ${error.message}`, {offset: error.offset})];
		}

		if (error instanceof InputError) {
			return [damage(error)];
		}

		throw error;
	}
}

function fileOf(key: string): Untrusted {
	return new Untrusted(Buffer.from(key, 'latin1'));
}
