// Every entry point; their declarations are checked, too.
import { EventSource as Default } from 'eventsource-wasm';
import { EventStreamDecoder } from 'eventsource-wasm/decoder';
import { EventSource as External, setCoreModule } from 'eventsource-wasm/external';
import { inspect } from 'eventsource-wasm/inspector';
import { EventSource as NoFallback } from 'eventsource-wasm/no-fallback';
import 'eventsource-wasm/polyfill';
import 'eventsource-wasm/polyfill-missing';
import { EventSource as Standalone } from 'eventsource-wasm/standalone';

setCoreModule('/event-source-core.wasm');
inspect(new Default('/events'), { maxRecords: undefined });
void [EventStreamDecoder, External, NoFallback, Standalone];
