import test from 'ava';
import {textField} from '../../source/explorer/components/text-field.js';
import {TextInput} from '../../source/explorer/components/text-input.js';
import {draw} from '../support/screen.js';

/** The line that is drawn; its cursor stands behind the text. */
function line(text: string, note: string, width = 30): string {
	const {lines, unmount} = draw(<TextInput prompt='/' field={textField(text)} width={width} note={note}/>);
	const [first] = lines();
	unmount();
	return first!;
}

test('the note stands at the right end', t => {
	t.is(line('abc', '3 of 41 matches'), '/abc           3 of 41 matches');
});

test('the typed text is seen first: the note has what room is left', t => {
	t.is(line('', 'an address, +offset, a register or the name of a region'), '/  an address, +offset, a reg…');
	t.is(line('zz', 'no address, register or region is called zz'), '/zz  no address, register or …');
});

test('a text that leaves no room gives the note at most half of the line; what is seen of it is what is before the cursor', t => {
	t.is(line('0123456789'.repeat(9), 'a note that is as long as the line'), '/890123456789  a note that is…');
	t.is(line('twenty-two characters!', 'no match'), '/nty-two characters!  no match');
});

test('without a note the text has the whole line', t => {
	t.is(line('0123456789'.repeat(9), ''), `/${'0123456789'.repeat(3).slice(-27)}`);
});
