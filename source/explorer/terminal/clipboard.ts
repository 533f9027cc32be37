/** Asks the terminal to take `text` into the clipboard (OSC 52): works over SSH where the terminal allows it. */
export function clipboardSequence(text: string): string {
	return `\x1b]52;c;${Buffer.from(text, 'utf8').toString('base64')}\x07`;
}
