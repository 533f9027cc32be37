import {useMemo} from 'react';
import {Untrusted} from '../../text/untrusted.js';
import type {Detail, DetailField, Services} from '../pane.js';
import {useTheme} from '../theme.js';
import {emptyText} from '../../views/cells.js';
import {fit, widthOf, wrap} from '../../text/fit.js';
import {Dialog} from './dialog.js';
import type {TitlePart} from './frame.js';

type Props = {
	readonly detail: Detail;
	readonly width: number;
	readonly height: number;
	readonly services: Services;
	readonly onClose: () => void;
};

// From so many parts on, none of them wider than this, they stand in columns.
const many = 9;
const shortWidth = 28;
const gap = 2;

/** Every field of a row in full, wrapped: a value may be 128 KiB long. */
export function DetailDialog({detail, width, height, services, onClose}: Props) {
	const {styles} = useTheme();
	const lines = useMemo(() => detail.fields.flatMap(({name, value, isEmpty}): TitlePart[][] => {
		if (isEmpty) {
			return [[{text: ` ${name}  `, style: styles.second}, {text: emptyText, style: styles.absent}]];
		}

		const inner = width - 4;
		const [first = '', ...rest] = arranged(partsOf(value), inner);
		return rest.length === 0 && widthOf(name) + 2 + widthOf(first) <= inner
			? [[{text: ` ${name}  `, style: styles.second}, {text: first}]]
			: [[{text: ` ${name}`, style: styles.second}], ...[first, ...rest].map(line => [{text: ` ${line}`}])];
	}), [detail, width, styles]);
	return <Dialog title={detail.title} lines={lines} width={width} height={height} services={services} text={() => detail.fields.map(field => copiedText(field)).join('\n')} onClose={onClose}/>;
}

function copiedText({name, value}: DetailField): string {
	return `${name}: ${partsOf(value).join('\n')}`;
}

function partsOf(value: DetailField['value']): string[] {
	return typeof value === 'string' || value instanceof Untrusted ? [String(value)] : value.map(String);
}

/** Each part in lines of its own; many short ones in columns, to be read downwards. */
function arranged(parts: readonly string[], width: number): string[] {
	const widest = parts.reduce((most, part) => Math.max(most, widthOf(part)), 0);
	const columns = parts.length < many || widest > shortWidth ? 1 : Math.floor((width + gap) / (widest + gap));
	if (columns < 2) {
		return parts.flatMap(part => wrap(part, width));
	}

	const height = Math.ceil(parts.length / columns);
	return Array.from({length: height}, (_, row) => parts.filter((_part, index) => index % height === row).map(part => fit(part, widest, '')).join(' '.repeat(gap)).trimEnd());
}
