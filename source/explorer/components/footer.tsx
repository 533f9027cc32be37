import {Box} from 'ink';
import {keyLabel} from '../keymap.js';
import {useRouter} from '../input/use-actions.js';
import type {Message} from '../state.js';
import {useTheme} from '../theme.js';
import {widthOf, wrapInto} from '../../text/fit.js';
import {Row, type TitlePart} from './frame.js';

type Props = {
	readonly message: Message | undefined;
	readonly width: number;
	/** How many rows a long message may take: from the last one up, over what is there. */
	readonly most?: number;
};

/** The last line: what there is to say at the left, the keys that do something now at the right. */
export function Footer({message, width, most = 1}: Props) {
	const {styles, glyphs} = useTheme();
	const router = useRouter();
	const said = message === undefined ? '' : ` ${message.text}`;
	const style = message?.tone === 'danger' ? {style: styles.danger} : {};
	if (message !== undefined && most > 1 && widthOf(said) > width) {
		return (
			<Box height={1} width={width}>
				<Box position='absolute' bottom={0} left={0} flexDirection='column'>
					{wrapInto([message.text], {width: width - 2, height: most}, glyphs.ellipsis).map((line, index) => <Row key={index} width={width} parts={[{text: ` ${line}`, ...style}]}/>)}
				</Box>
			</Box>
		);
	}

	let room = width - widthOf(said) - 1;
	const hints: Array<{readonly key: string; readonly label: string; readonly rank: number}> = [];
	const wanted = router.active().filter(binding => binding.footer !== undefined).sort((a, b) => a.footer! - b.footer!);
	for (const binding of wanted) {
		const hint = {key: keyLabel(binding.keys[0] ?? '', true), label: binding.label, rank: binding.footer!};
		const cells = widthOf(hint.key) + widthOf(hint.label) + 3;
		if (cells <= room) {
			hints.push(hint);
			room -= cells;
		}
	}

	// Help and quit stay at the right end, where the eye finds them.
	const ordered = [...hints.filter(hint => hint.rank >= 10), ...hints.filter(hint => hint.rank < 10)];
	const parts: TitlePart[] = ordered.flatMap(hint => [{text: `  ${hint.key}`, style: styles.second}, {text: ` ${hint.label}`, style: styles.secondary}]);
	return <Row width={width} parts={[{text: said, ...style}, {text: ' '.repeat(Math.max(0, room))}, ...parts]}/>;
}
