declare module 'unbzip2-stream' {
	type Unbzip2Stream = {
		on(event: 'data', listener: (bytes: Uint8Array) => void): void;
		on(event: 'error', listener: (error: Error) => void): void;
		write(bytes: Uint8Array): void;
		end(): void;
	};

	export default function unbzip2Stream(): Unbzip2Stream;
}
