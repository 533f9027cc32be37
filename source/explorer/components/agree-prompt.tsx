import {Box} from 'ink';
import {wrap} from '../../text/fit.js';
import {useActions} from '../input/use-actions.js';
import {useTheme} from '../theme.js';
import {Row} from './frame.js';

type Props = {
	readonly text: string;
	readonly width: number;
	readonly onAgree: () => void;
	readonly onClose: () => void;
};

/** Asks what is answered with yes or no, in as many rows as it takes. */
export function AgreePrompt({text, width, onAgree, onClose}: Props) {
	const {styles} = useTheme();
	useActions(['question'], {agree: onAgree, refuse: onClose}, {level: 'prompt', modal: true});
	return (
		<Box flexDirection='column' width={width}>
			{wrap(text, width - 2).map((line, index) => <Row key={index} width={width} style={styles.accent} parts={[{text: ` ${line}`}]}/>)}
		</Box>
	);
}
