import {Text} from 'ink';
import SelectInput from 'ink-select-input';
import {useTheme} from '../theme.js';

export type SelectRow = {
	readonly value: string;
	readonly label: string;
	readonly isDamaged: boolean;
};

type Props = {
	/** Those on screen. */
	readonly rows: readonly SelectRow[];
	/** The selected one of them. */
	readonly index: number;
};

/** Cells in front of a row. */
export const indicatorWidth = 3;

/** The rows of a list with a cursor that is moved from outside: the keys are the keymap's, so the list itself listens to none. */
export function SelectList({rows, index}: Props) {
	// It takes what is selected only when it is made: another selection is another list.
	const key = [index, ...rows.map(({value}) => value)].join('\0');
	return <SelectInput key={key} isFocused={false} initialIndex={index} items={[...rows]} indicatorComponent={Indicator} itemComponent={Item}/>;
}

function Indicator({isSelected = false}: {readonly isSelected?: boolean}) {
	const {styles} = useTheme();
	return <Text {...styles.accent}>{isSelected ? ' > ' : ' '.repeat(indicatorWidth)}</Text>;
}

function Item({label, isSelected = false, isDamaged = false}: {readonly label: string; readonly isSelected?: boolean; readonly isDamaged?: boolean}) {
	const {styles} = useTheme();
	return <Text wrap='truncate' {...(isSelected ? styles.selected : isDamaged ? styles.danger : styles.plain)}>{label}</Text>;
}
