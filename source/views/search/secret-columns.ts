import {compose} from '../../checkpoint/compose.js';
import {Untrusted} from '../../text/untrusted.js';
import type {Column} from '../view.js';
import {foundColumns, type FoundRow} from './columns.js';
import type {Secret} from './found-secrets.js';
import type {SearchScope} from './scope.js';

type Options = {
	readonly scope: SearchScope;
	readonly hasCommon: boolean;
	/** Values are shown in full. */
	readonly isShown: boolean;
};

/** The columns of secrets; where they are is told as a search tells it. */
export function secretColumns({scope, hasCommon, isShown}: Options): ReadonlyArray<Column<Secret>> {
	const columns = foundColumns({scope, hasCommon, isUtf16: false});
	const named = (...names: readonly string[]) => columns.filter(({name}) => names.includes(name)).map(column => ofFirst(column));
	return [
		...named('source', 'pid', 'process'),
		{name: 'kind', title: 'Kind', type: 'text', value: ({kind}) => kind},
		{name: 'name', title: 'Name', type: 'text', min: 12, max: 40, value: ({name}) => name},
		{name: 'value', title: 'Value', type: 'text', min: 16, value: ({value}) => isShown ? value : masked(value)},
		{name: 'length', title: 'Length', type: 'number', value: ({value}) => value.length},
		{name: 'count', title: 'Count', type: 'number', value: ({count}) => count},
		...named('address', 'offset', 'protection', 'region', 'strings', 'fd'),
		{name: 'encoding', title: 'Encoding', type: 'text', shown: 'never', value: ({isWide}) => isWide ? 'utf16' : 'ascii'},
		...named('also'),
	];
}

const [mostFirst, mostLast] = [4, 2];

/** Enough of a value to know it by, and no more than a quarter of it on the left, and an eighth on the right. */
export function masked({bytes, length}: Untrusted): Untrusted {
	const first = Math.min(mostFirst, Math.floor(length / 4));
	const last = Math.min(mostLast, Math.floor(length / 8));
	return compose(new Untrusted(bytes.subarray(0, first)), '…', new Untrusted(bytes.subarray(length - last)));
}

function ofFirst(column: Column<FoundRow>): Column<Secret> {
	const {text, json} = column;
	return {
		...column,
		value: ({first}) => column.value(first),
		...(text && {text: ({first}: Secret) => text(first)}),
		...(json && {json: ({first}: Secret) => json(first)}),
	} as Column<Secret>;
}
