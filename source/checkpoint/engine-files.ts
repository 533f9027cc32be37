import {attempt, lazy} from '../archive/attempt.js';
import type {Archive, Member} from '../archive/archive.js';
import {InputError} from '../archive/byte-source.js';
import {Untrusted} from '../text/untrusted.js';
import {JsonObject, readJson, textsOf, type Json} from './json-file.js';

/**
The files that an engine puts beside the images, in `folder` of the archive (empty, or ends in `/`), each read once and when it is first asked for.

Each getter is undefined where there is no such file, and throws `InputError` for one that is damaged and `PendingError` while it may still come.
*/
export class EngineFiles {
	/** The container as the engine knew it. */
	readonly config: () => JsonObject | undefined;
	/** The OCI runtime specification that the container ran with. */
	readonly spec: () => JsonObject | undefined;
	/** Annotations of the specification. */
	readonly annotations: () => JsonObject | undefined;
	readonly archive: Archive;
	readonly folder: string;

	constructor(archive: Archive, folder: string) {
		this.archive = archive;
		this.folder = folder;
		this.config = lazy(() => this.object('config.dump'));
		this.spec = lazy(() => this.object('spec.dump'));
		this.annotations = lazy(() => this.spec()?.object('annotations'));
	}

	has(name: string): boolean {
		return this.member(name) !== undefined;
	}

	member(name: string): Member | undefined {
		return this.archive.get(this.folder + name);
	}

	object(name: string): JsonObject | undefined {
		return JsonObject.read(this.archive, this.folder + name);
	}

	json(name: string): Json | undefined {
		return readJson(this.archive, this.folder + name);
	}

	/** A file that is a list of strings; empty where there is none. */
	texts(name: string): Untrusted[] {
		return textsOf(this.json(name), Untrusted.from(this.folder + name).toString());
	}

	/** What is wrong with the two files that every engine writes. */
	problems(): InputError[] {
		return ([['config.dump', this.config], ['spec.dump', this.spec]] as const).flatMap(([name, read]) => {
			const file = attempt(read);
			if (file.state === 'pending') {
				throw file.error;
			}

			if (file.state === 'failed') {
				return [file.error];
			}

			return file.value === undefined ? [this.missing(name)] : [];
		});
	}

	/** What there is to say of a file that should be here and is not. */
	missing(name: string): InputError {
		return new InputError(Untrusted.from(this.folder + name).toString(), 'missing');
	}

	annotation(key: string): Untrusted | undefined {
		return this.annotations()?.text(key);
	}
}
