import type {ReactNode} from 'react';
import {Box} from 'ink';
import {Untrusted} from '../../text/untrusted.js';
import {useActions} from '../input/use-actions.js';
import type {Services} from '../pane.js';
import {useTheme} from '../theme.js';
import {Row} from './frame.js';
import {useFilter, useFilterKeys} from './use-filter.js';

type Props = {
	readonly isFocused: boolean;
	readonly width: number;
	readonly height: number;
	readonly services: Services;
	readonly children: ReactNode;
};

const noMove = () => undefined;

/** What a pane says instead of its content. Whoever starts to search here must not have the rest of the word obeyed as keys. */
export function Unavailable({isFocused, width, height, services, children}: Props) {
	const {styles} = useTheme();
	const filter = useFilter();
	useFilterKeys(filter, isFocused, noMove);
	useActions(['list'], {filter: filter.start, leave: filter.isShown ? filter.clear : services.leave}, {isActive: isFocused});
	return (
		<Box flexDirection='column' height={height}>
			<Box flexDirection='column' flexGrow={1}>{children}</Box>
			{filter.isShown && <Row width={width} style={styles.secondary} parts={[{text: `/${String(Untrusted.from(filter.field.text))}  there is nothing to search here`}]}/>}
		</Box>
	);
}
