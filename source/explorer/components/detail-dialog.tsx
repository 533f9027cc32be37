import {useMemo} from 'react';
import type {Detail, Services} from '../pane.js';
import {useTheme} from '../theme.js';
import {emptyText} from './cells.js';
import {Dialog} from './dialog.js';
import {widthOf, wrap} from './fit.js';
import type {TitlePart} from './frame.js';

type Props = {
	readonly detail: Detail;
	readonly width: number;
	readonly height: number;
	readonly services: Services;
	readonly onClose: () => void;
};

/** Every field of a row in full, wrapped: a value may be 128 KiB long. */
export function DetailDialog({detail, width, height, services, onClose}: Props) {
	const {styles} = useTheme();
	const lines = useMemo(() => detail.fields.flatMap(({name, value, isEmpty}): TitlePart[][] => {
		if (isEmpty) {
			return [[{text: ` ${name}  `, style: styles.second}, {text: emptyText, style: styles.absent}]];
		}

		const text = String(value);
		const inner = width - 4;
		const [first = '', ...rest] = wrap(text, inner);
		return rest.length === 0 && widthOf(name) + 2 + widthOf(first) <= inner
			? [[{text: ` ${name}  `, style: styles.second}, {text}]]
			: [[{text: ` ${name}`, style: styles.second}], ...[first, ...rest].map(line => [{text: ` ${line}`}])];
	}), [detail, width, styles]);
	return <Dialog title={detail.title} lines={lines} width={width} height={height} services={services} text={() => detail.fields.map(({name, value}) => `${name}: ${value}`).join('\n')} onClose={onClose}/>;
}
