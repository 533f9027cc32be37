/** `7 %` */
export function percentText(done: number, total: number): string {
	return `${Math.min(100, Math.floor(done / Math.max(1, total) * 100))} %`;
}
