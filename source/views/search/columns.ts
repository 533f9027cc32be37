import {compose, join, listed} from '../../checkpoint/compose.js';
import type {ProcessStrings} from '../../checkpoint/model.js';
import type {Vma} from '../../memory/memory.js';
import {Untrusted} from '../../text/untrusted.js';
import {formatAddress} from '../cell-text.js';
import {cell} from '../rows.js';
import type {Column} from '../view.js';
import type {Also, Found} from './checkpoint-search.js';
import type {SearchScope} from './scope.js';
import type {MatchText} from './surroundings.js';

/** A match as it is shown. */
export type FoundRow = {
	readonly found: Found;
	readonly text: MatchText;
	/** Which of several patterns it is a match of. */
	readonly pattern?: Untrusted | undefined;
	/** The mapping that it begins in; one object for all that are in it, one after the other. */
	readonly mapping: Vma | undefined;
};

type Options = {
	readonly scope: SearchScope;
	/** Something may be found for several processes. */
	readonly hasCommon: boolean;
	/** The text was searched for as UTF-16, and is shown as such in a table. */
	readonly isUtf16: boolean;
	/** There are several patterns, of one of which a match is. */
	readonly hasPatterns?: boolean;
};

/** The columns of what was found. Those that a table of this search has no need of are still there for a program. */
export function foundColumns({scope, hasCommon, isUtf16, hasPatterns = false}: Options): ReadonlyArray<Column<FoundRow>> {
	const shownIf = (isShown: boolean) => isShown ? {} : {shown: 'never'} as const;
	const nameOf = ofLast(({found: {place}, mapping}: FoundRow) => mapping && (place.process!.mappingName(mapping) ?? Untrusted.from(mapping.kind)));
	const regionOf = (row: FoundRow) => row.found.place.name ?? nameOf(row);
	const regionText = ofLast((row: FoundRow) => textOfRegion(row, cell(() => regionOf(row)) as Untrusted | undefined));
	return [
		{name: 'source', title: 'Source', type: 'text', ...shownIf(scope === 'everything'), value: ({found: {place}}) => place.kind},
		{name: 'pid', title: 'PID', type: 'pid', value: ({found: {place}}) => place.process?.pid},
		{name: 'process', title: 'Process', type: 'text', max: 16, value: ({found: {place}}) => cell(() => place.process?.comm)},
		{name: 'fd', title: 'FD', type: 'number', shown: 'never', value: ({found: {place}}) => place.holders[0]?.fd},
		{
			name: 'address', title: 'Address', type: 'address',
			value: ({found: {place, match}}) => place.isMemory ? match.address : undefined,
			text: ({found: {place, match}}) => place.isMemory ? match.address : `+${match.address.toString(16)}`,
		},
		{name: 'offset', title: 'Offset', type: 'number', shown: 'never', value: ({found: {place, match}}) => place.isMemory ? undefined : Number(match.address)},
		{name: 'protection', title: 'Prot', type: 'text', shown: 'never', value: ({mapping}) => mapping?.protection},
		{
			name: 'region', title: 'Region', type: 'text', min: 16, max: 40, isPath: true,
			value: row => cell(() => regionOf(row)),
			text(row) {
				const strings = cell(() => stringsOf(row.found)) as string | undefined;
				return strings === undefined ? regionText(row) : compose(regionText(row), ` ${strings}`);
			},
		},
		{name: 'strings', title: 'Strings', type: 'text', shown: 'never', value: ({found}) => cell(() => stringsOf(found))},
		...hasPatterns ? [{name: 'pattern', title: 'Pattern', type: 'text', max: 24, value: ({pattern}: FoundRow) => pattern} as const] : [],
		{name: 'length', title: 'Length', type: 'number', shown: 'never', value: ({found: {match}}) => match.length},
		{name: 'before', title: 'Before', type: 'text', shown: 'never', value: ({text}) => new Untrusted(text.before)},
		{
			name: 'match', title: 'Match', type: 'text', min: 20,
			value: ({text}) => new Untrusted(text.match),
			text: ({text}) => isUtf16 ? utf16Text(text) : wholeText(text),
		},
		{name: 'after', title: 'After', type: 'text', shown: 'never', value: ({text}) => new Untrusted(text.after)},
		{
			name: 'also', title: 'Also', type: 'text', ...shownIf(hasCommon || scope === 'everything'),
			value: ({found: {also}}) => also.length === 0 ? undefined : join(also.map(other => alsoText(other)), ', '),
			text: ({found: {also}}) => also.length === 0 ? undefined : listed(also.map(other => alsoText(other)), 2),
			json: ({found: {also}}) => also.length === 0 ? noOthers : also.map(other => 'fd' in other ? other : {pid: other.pid, address: `0x${other.address.toString(16)}`}),
		},
	];
}

const noOthers: readonly never[] = [];

/** Of many matches in one mapping it is found out once. */
function ofLast<T>(answer: (row: FoundRow) => T): (row: FoundRow) => T {
	let last: {readonly mapping: Vma; readonly answer: T} | undefined;
	return row => {
		const {mapping} = row;
		if (mapping === undefined) {
			return answer(row);
		}

		if (last?.mapping !== mapping) {
			last = {mapping, answer: answer(row)};
		}

		return last.answer;
	};
}

function textOfRegion({found: {place}, mapping}: FoundRow, region: Untrusted | undefined): Untrusted {
	const [holder] = place.holders;
	return mapping === undefined ? compose(region ?? '', holder === undefined ? '' : ` fd ${holder.fd}`) : compose(`${mapping.protection} `, region ?? '');
}

/** Whether a match in memory begins in what a process was started with. */
function stringsOf({place: {isMemory, process}, match: {address}}: Found): 'arguments' | 'environment' | undefined {
	if (!isMemory || process!.memoryOnly) {
		return undefined;
	}

	return isAmong(process!.argv, address) ? 'arguments' : (isAmong(process!.environ, address) ? 'environment' : undefined);
}

function isAmong({strings, addresses}: ProcessStrings, address: bigint): boolean {
	const [first] = addresses;
	return first !== undefined && first <= address && address < addresses.at(-1)! + BigInt(strings.at(-1)!.length);
}

function alsoText(other: Also): string {
	return `pid ${other.pid} ${'fd' in other ? `fd ${other.fd}` : formatAddress(other.address)}`;
}

function wholeText({before, match, after}: MatchText): Untrusted {
	return new Untrusted(before.length + after.length === 0 ? match : Buffer.concat([before, match, after]));
}

function utf16Text({before, match, after}: MatchText): Untrusted {
	return Untrusted.from(Buffer.concat([before.subarray(before.length % 2), match, after]).toString('utf16le'));
}
