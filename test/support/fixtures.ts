import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import zlib from 'node:zlib';
import * as tar from 'tar';

/** The project's root: tests run compiled, from `build/test/support`. */
export const projectRoot = path.join(import.meta.dirname, '..', '..', '..');

export const fixturesFolder = path.join(projectRoot, 'fixtures');

/** Every shipped checkpoint, by its file name. */
export const fixtureFiles = fs.readdirSync(fixturesFolder).filter(name => name.includes('.tar'));

const notWhole: ReadonlySet<string> = new Set(['raw-failed-dump', 'fx-popen']);

/** Every shipped checkpoint that `fixture` finds by its name, but the one that is none, as its dump failed, and the one that was cut. */
export const dumpNames = fixtureFiles.filter(name => name.endsWith('.tar.zst')).map(name => name.slice(0, -'.tar.zst'.length)).filter(name => !notWhole.has(name));

/** Path of a shipped checkpoint, by its name up to the first dot or by its whole file name. */
export function fixture(name: string): string {
	const file = path.join(fixturesFolder, name.includes('.') ? name : `${name}.tar.zst`);
	if (!fs.existsSync(file)) {
		throw new Error(`no fixture ${name}`);
	}

	return file;
}

const unpacked = new Map<string, string>();

/**
Unpacks a fixture into a private temporary folder, once for each test file, by other means than the code under test; returns the folder.
*/
export function unpack(name: string): string {
	return unpackArchive(fixture(name));
}

/** Writes the fixture's plain tar (decompressed) to a temporary file and returns its path. */
export function plainTar(name: string): string {
	const file = path.join(temporaryFolder(), `${name}.tar`);
	fs.writeFileSync(file, zlib.zstdDecompressSync(fs.readFileSync(fixture(name))));
	return file;
}

/** What was known of a checkpoint when it was made, or what another decoder says of it: the file `file` of `expected/name`, parsed as JSON with numbers beyond 2^53 as bigint. */
export function expected(name: string, file: string): unknown {
	return parseExact(expectedText(name, file));
}

/** The text of the file `file` of `expected/name`. */
export function expectedText(name: string, file: string): string {
	return fs.readFileSync(path.join(unpackArchive(path.join(fixturesFolder, 'expected', `${name}.tar.zst`)), name, file), 'utf8');
}

/** Names of the images that CRIU's own decoder was run on, such as `core-1.img`. */
export function expectedImages(name: string): string[] {
	const folder = path.join(unpackArchive(path.join(fixturesFolder, 'expected', `${name}.tar.zst`)), name, 'images');
	return fs.existsSync(folder) ? fs.readdirSync(folder).map(file => file.replace(/\.json$/, '')).sort() : [];
}

const temporaryFolders: string[] = [];

/** A folder of this test process's own, removed when it ends. */
export function temporaryFolder(): string {
	const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cryoscope-test-'));
	if (temporaryFolders.length === 0) {
		process.once('exit', removeTemporaryFolders);
	}

	temporaryFolders.push(folder);
	return folder;
}

function unpackArchive(file: string): string {
	let folder = unpacked.get(file);
	if (folder === undefined) {
		folder = temporaryFolder();
		const plain = path.join(folder, '.tar');
		fs.writeFileSync(plain, zlib.zstdDecompressSync(fs.readFileSync(file)));
		tar.extract({file: plain, cwd: folder, sync: true, preservePaths: false});
		fs.rmSync(plain);
		unpacked.set(file, folder);
	}

	return folder;
}

function parseExact(text: string): unknown {
	return JSON.parse(text, (_key, value: unknown, context?: {source?: string}) => typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(context?.source ?? '') ? BigInt(context!.source!) : value);
}

function removeTemporaryFolders(): void {
	for (const folder of temporaryFolders) {
		fs.rmSync(folder, {recursive: true, force: true});
	}
}
