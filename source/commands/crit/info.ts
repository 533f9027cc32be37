import {jsonText} from '../../writing/json-text.js';
import {magicName} from './image-json.js';
import {openInput, writeOutput, type Streams} from './streams.js';
import {readWholeImage} from './whole-image.js';

/**
`crit info`: writes the magic of the image `file` and the number of its entries, the head of a pagemap not among them.

@returns the exit code
@throws {InputError} when the file can't be read, or is not an undamaged image
*/
export async function info({in: file}: {readonly in: string}, streams: Streams): Promise<number> {
	const input = await openInput(file, streams);
	try {
		const image = readWholeImage(input);
		const count = image.entries.filter(({type}) => type !== 'pagemap_head').length;
		await writeOutput(undefined, streams, [...jsonText({magic: magicName(image), count}, 4), '\n'], input);
		return 0;
	} finally {
		input.close();
	}
}
