import type {ComponentType} from 'react';
import type {Pane, PaneProps} from '../pane.js';

/** A tab that has nothing to note in its frame. */
export function framed(Content: ComponentType<PaneProps>): Pane['Component'] {
	const Framed: Pane['Component'] = ({frame, ...props}) => frame(<Content {...props}/>);
	return Framed;
}
