import {InputError, readExactly} from '../../archive/byte-source.js';
import {attempt} from '../../archive/attempt.js';
import {parseExactJson} from '../../checkpoint/json-file.js';
import {Cursor} from '../../criu/cursor.js';
import {readHead} from '../../criu/framing.js';
import {bytesOfPieces} from '../../criu/write-image.js';
import {imageFromJson} from './image-json.js';
import {openInput, writeOutput, type Input, type Streams} from './streams.js';

export type EncodeOptions = {
	/** The JSON; the standard input without it. */
	readonly in?: string | undefined;
	/** The file to write; the standard output without it. */
	readonly out?: string | undefined;
};

/**
`crit encode`: writes the image that JSON of `crit decode`, pretty or not, stands for. Nothing is written unless all of it is right.

@returns the exit code
@throws {InputError} when the file can't be read, is not JSON, or doesn't fit the images
*/
export async function encode({in: file, out}: EncodeOptions, streams: Streams): Promise<number> {
	const input = await openInput(file, streams);
	try {
		await writeOutput(out, streams, bytesOfPieces(imageFromJson(parse(input), input.name)), input);
		return 0;
	} finally {
		input.close();
	}
}

function parse({source, name}: Input): ReturnType<typeof parseExactJson> {
	const head = attempt(() => readHead(new Cursor(source, name), ''));
	if (head.state === 'ready' && head.value.family !== undefined) {
		throw new InputError(name, `an image (${head.value.family.name}) already: JSON expected`);
	}

	return parseExactJson(readExactly(source, name, 0, source.size), name);
}
