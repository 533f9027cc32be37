/** What of WebAssembly the search uses; the language's own types have it only for browsers. */
declare namespace WebAssembly {
	type Module = object;
	const Module: new (bytes: Uint8Array) => Module;

	type Instance = {
		readonly exports: Readonly<Record<string, unknown>>;
	};
	const Instance: new (module: Module) => Instance;

	type Memory = {
		readonly buffer: ArrayBuffer;
		/** Adds so many pages of 64 KiB. */
		grow(pages: number): number;
	};

	type Global = {
		readonly value: number;
	};
}
