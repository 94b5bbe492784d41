// What the blocks of README.md and docs/ leave out, because it is the reader's.

declare const token: string;
declare const question: string;
declare function getToken(options: { renew: boolean; signal: AbortSignal }): Promise<string>;
declare function currentToken(): Promise<string>;
declare function store(type: string, data: string): Promise<'stored' | 'full'>;
declare function show(value: unknown): void;
declare const user: { id: string };
declare function showLogin(): void;
declare function fromCacheOrNetwork(request: Request): Promise<Response>;
