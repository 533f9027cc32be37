import {jsonText} from '../../writing/json-text.js';
import {imageToJson} from './image-json.js';
import {openInput, writeOutput, type Streams} from './streams.js';
import {readWholeImage} from './whole-image.js';

export type DecodeOptions = {
	/** The image; the standard input without it. */
	readonly in?: string | undefined;
	/** The file to write; the standard output without it. */
	readonly out?: string | undefined;
	/** In lines with indents, and numbers by their nature. */
	readonly pretty?: boolean | undefined;
	/** Sizes in place of payloads: what is written then can't be encoded. */
	readonly nopl?: boolean | undefined;
};

/**
`crit decode`, and with `pretty` `crit show`: writes an image as the JSON that CRIU's own Python tool writes. Nothing is written unless the whole image can be.

@returns the exit code
@throws {InputError} when the file can't be read, or is not an undamaged image
*/
export async function decode({in: file, out, pretty = false, nopl = false}: DecodeOptions, streams: Streams): Promise<number> {
	const input = await openInput(file, streams);
	try {
		const json = imageToJson(readWholeImage(input), input.source, {pretty, hidePayload: nopl});
		await writeOutput(out, streams, lines(jsonText(json, pretty ? 4 : 0), out === undefined), input);
		return 0;
	} finally {
		input.close();
	}
}

// As Python: a line for a person or a pipe, and in a file nothing but the JSON.
function * lines(text: Iterable<string>, hasEnd: boolean): Generator<string> {
	yield * text;
	if (hasEnd) {
		yield '\n';
	}
}
