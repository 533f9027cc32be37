import type {ByteSpace, Vma, VmaKind} from '../../memory/memory.js';
import {hasContent} from '../../memory/presence.js';
import {factsLine, type RankedFact} from '../components/facts-line.js';
import {fitPath, widthOf} from '../../text/fit.js';
import {gapText, presenceText} from '../../views/absence.js';
import {ContentIndex} from './content-index.js';
import {regionName, vmaAt, type MappingName} from './regions.js';

const leastRegion = 4;

// What has an offset of its own.
const fileKinds: ReadonlySet<VmaKind> = new Set(['file', 'memfd', 'sysv']);

type Options = {
	readonly mappingName: MappingName;
	/** Changes when more of the archive has arrived. */
	readonly revision: number;
};

export type HexTitle = {
	readonly address: string;
	readonly region: string;
	/** In the order in which they are read. */
	readonly facts: readonly RankedFact[];
};

/** Where the cursor is: address, region, protection, place in the file, what the dump has there, how far through the content. */
export function hexTitle(space: ByteSpace, cursor: bigint, {mappingName, revision}: Options): HexTitle {
	const address = cursor.toString(16);
	const vma = vmaAt(space, cursor);
	if (vma === undefined) {
		return {address, region: gapText(space), facts: []};
	}

	const facts: RankedFact[] = vma.protection === '' ? [] : [{text: vma.protection, rank: 1}];
	const index = ContentIndex.of(space, revision);
	const percent = index.percent(cursor);
	if (percent !== undefined) {
		facts.push({text: `${Math.floor(percent)} % through`, rank: 3});
	} else if (index.isEmpty) {
		facts.push({text: 'nothing of this process is in the dump', rank: 2});
	}

	const [run] = space.runs(cursor, cursor + 1n);
	const {presence} = run!;
	facts.push({text: presenceText(presence), rank: hasContent(presence) ? 4 : 0});

	const into = cursor - vma.start;
	if (vma.start > 0n) {
		facts.push({text: isFile(vma) ? `file offset ${(vma.offset + into).toString(16)}` : `+${into.toString(16)}`, rank: 5});
	}

	return {address, region: regionName(vma, mappingName), facts};
}

/** What fits into a line of `width` cells behind the address: the region, cut where it has to be, and the facts that have room. */
export function titleLine({region, facts}: HexTitle, width: number, separator: string, ellipsis: string): string {
	// That there is nothing to see, or how much is selected, is worth more than the start of a path.
	const first = facts.filter(({rank}) => rank === 0).reduce((sum, {text}) => sum + widthOf(separator) + widthOf(text), 0);
	const room = first === 0 ? width : Math.max(leastRegion, width - first);
	return factsLine([{text: fitPath(region, Math.min(room, widthOf(region)), ellipsis), rank: 0}, ...facts], width, separator, ellipsis);
}

function isFile({kind}: Vma): boolean {
	return fileKinds.has(kind);
}
