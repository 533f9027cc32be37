/** A line about one thing of a process, under its name. */
export function labelled(label: string | number, text: string): string {
	return `\t${String(label).padStart(7)}: ${text}`;
}
