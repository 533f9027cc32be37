import {InputError} from '../../archive/byte-source.js';
import {unpackable} from '../../archive/pack-tar.js';
import {writeWhole} from '../../archive/whole-file.js';
import {brokenOf, findingsOf} from '../../checkpoint/check/check.js';
import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import {imageAnnotations} from '../../checkpoint/image-annotations.js';
import {ImageDirectory} from '../../criu/image-directory.js';
import {Untrusted} from '../../text/untrusted.js';
import {formatBytes} from '../../views/format.js';
import {UsageError, type Run} from '../command.js';
import {withCheckpoint} from '../open.js';
import {textOf} from '../../writing/byte-text.js';
import {progressLine} from '../progress-line.js';
import {complain, print} from '../terminal.js';
import type {buildOptions} from './command.js';
import {writeImage} from './image.js';
import {archiveWriter, directoryWriter} from './layout-writer.js';

/** Writes an OCI image of a checkpoint. */
export const build: Run<typeof buildOptions> = async ({operands, options, terminal}) => {
	const [file, output] = operands as [string, string];
	const name = imageName(options.name);
	const given = options.annotation.map(text => keyAndValue(text));
	const isArchive = options.format === 'archive' || (options.format === 'auto' && output.endsWith('.tar'));
	return withCheckpoint(file, terminal, async checkpoint => {
		requireWhole(checkpoint);
		for (const member of unpackable(checkpoint.archive)) {
			complain(terminal, `${member.name.toString()} is left out: it is no file, directory or symbolic link`);
		}

		const known = [...imageAnnotations(checkpoint)].map(([key, value]) => [key, textOf(value.bytes)] as const);
		const annotations = new Map([...new Map([...known, ...given])].sort(([a], [b]) => a < b ? -1 : 1));
		const digest = await writeWhole({output, evidence: file}, async temporary => {
			const writer = await (isArchive ? archiveWriter : directoryWriter)(temporary);
			const line = progressLine(terminal);
			let isWhole = false;
			try {
				const manifest = await writeImage(checkpoint, {annotations, name}, writer, (what, done, total) => {
					line.show(`${what} ${formatBytes(done)} of ${formatBytes(total)}`);
				});
				isWhole = true;
				return manifest;
			} finally {
				line.clear();
				await writer.end(isWhole);
			}
		});
		await print(terminal.output, [
			...[...annotations].map(([key, value]) => `Added annotation: ${shown(`${key}=${value}`)}\n`),
			`Wrote ${shown(output)}: ${digest}\n`,
		]);
		return 0;
	});
};

/**
Nothing could be restored from an image of what is not whole, or not all in it.

@throws {InputError} with what is worst
*/
function requireWhole(checkpoint: Checkpoint): void {
	const name = Untrusted.from(checkpoint.archive.path).toString();
	const broken = brokenOf(findingsOf(checkpoint));
	if (broken.length > 0) {
		const {file, text, offset} = broken[0]!;
		const where = String(file) === name ? '' : `${String(file)}: `;
		const place = offset === undefined ? '' : ` (at byte ${offset})`;
		const all = broken.length === 1 ? '' : ` (cryoscope check lists all ${broken.length} things that are broken)`;
		throw new InputError(name, `${where}${String(text)}${place}; no image is made of it${all}`);
	}

	if ([checkpoint.images, ...checkpoint.otherImages].some(images => buildsOnOutside(images))) {
		throw new InputError(name, 'the dump that it builds on is outside of it; no image is made of it: name the folder that holds both');
	}
}

function buildsOnOutside({archive, parent}: ImageDirectory): boolean {
	return parent instanceof ImageDirectory && (parent.archive !== archive || buildsOnOutside(parent));
}

/** By the grammar of `org.opencontainers.image.ref.name`. */
function imageName(name: string | undefined): string | undefined {
	if (name !== undefined && !/^[\dA-Za-z]+(?:(?:--|[+\-.\/:@_])[\dA-Za-z]+)*$/v.test(name)) {
		throw new UsageError(`--name takes the name of an image, such as localhost/checkpoint:v1, not ${shown(name)}`);
	}

	return name;
}

function keyAndValue(text: string): [string, string] {
	const index = text.indexOf('=');
	if (index <= 0) {
		throw new UsageError(`--annotation takes KEY=VALUE, not ${shown(text)}`);
	}

	return [text.slice(0, index), text.slice(index + 1)];
}

function shown(text: string): string {
	return Untrusted.from(text).toString();
}
