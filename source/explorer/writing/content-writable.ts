import {Untrusted} from '../../text/untrusted.js';
import {formatBytes, formatCount, formatExactBytes} from '../../views/format.js';
import {writeContent} from '../../writing/extract/write-content.js';
import type {ViewedContent} from '../content/viewed-content.js';
import {lastPart, plainName} from './offered-name.js';
import type {Writable} from './writable.js';

/** A content as a file. */
export function contentWritable({space, content: {name}}: ViewedContent): Writable {
	const plain = plainName(lastPart(name.toString()));
	return {
		label: name.toString(),
		note: formatBytes(space.size),
		name: plain === '' ? 'content' : plain,
		async write(target, show) {
			const {size, sha256, missing} = await writeContent(target, space, show);
			const lacking = missing === 0 ? '' : `; ${formatCount(missing)} bytes of it are missing`;
			return {
				text: `${formatCount(size)} bytes to ${Untrusted.from(target.output)}${lacking}`,
				isIncomplete: missing > 0,
				fields: [{name: 'Size', value: formatExactBytes(size)}, {name: 'SHA-256', value: sha256}, ...missing === 0 ? [] : [{name: 'Missing', value: formatExactBytes(missing)}]],
			};
		},
	};
}
