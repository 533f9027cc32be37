import {unpackable} from '../../archive/pack-tar.js';
import {imageAnnotations} from '../../checkpoint/image-annotations.js';
import {Untrusted} from '../../text/untrusted.js';
import {UsageError, type Run} from '../command.js';
import {withCheckpoint} from '../open.js';
import {textOf} from '../output/byte-text.js';
import {complain, print} from '../terminal.js';
import type {buildOptions} from './command.js';
import {writeImage} from './image.js';
import {archiveWriter, directoryWriter} from './layout-writer.js';
import {requireRestorable} from './restorable.js';
import {writeWhole} from './whole-output.js';

/** Writes an OCI image of a checkpoint. */
export const build: Run<typeof buildOptions> = async ({operands, options, terminal}) => {
	const [file, output] = operands as [string, string];
	const name = imageName(options.name);
	const given = options.annotation.map(text => keyAndValue(text));
	const isArchive = options.format === 'archive' || (options.format === 'auto' && output.endsWith('.tar'));
	return withCheckpoint(file, terminal, async checkpoint => {
		requireRestorable(checkpoint);
		for (const member of unpackable(checkpoint.archive)) {
			complain(terminal, `${member.name.toString()} is left out: it is no file, directory or symbolic link`);
		}

		const known = [...imageAnnotations(checkpoint)].map(([key, value]) => [key, textOf(value.bytes)] as const);
		const annotations = new Map([...new Map([...known, ...given])].sort(([a], [b]) => a < b ? -1 : 1));
		const digest = await writeWhole(output, file, async temporary => {
			const writer = await (isArchive ? archiveWriter : directoryWriter)(temporary);
			let isWhole = false;
			try {
				const manifest = await writeImage(checkpoint, {annotations, name}, writer);
				isWhole = true;
				return manifest;
			} finally {
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
